"""What the style measures: a grid of four pixels, one radius, and the room in and between controls."""

from __future__ import annotations

from PySide6.QtWidgets import QStyle

_Metric = QStyle.PixelMetric

GRID = 4  # pixels in the usual size: every distance is some of these
RADIUS = GRID  # of the corners of fields, buttons, chips and popups
RING = 2  # pixels of the line around what has the focus
PADDING = 2 * GRID  # between the edge of a field or button and its text
ARROW_ROOM = 6 * GRID  # of a box, for its arrow
STEP_ROOM = 5 * GRID  # of a number field, for its two arrows
BAR = 3 * GRID  # the width of a scroll bar
LEAST_HANDLE = 8 * GRID  # of a scroll bar
LEAST_BUTTON = 20 * GRID  # the width of a button with text

USUAL = {  # pixels in the usual size, where they are not Fusion's
    _Metric.PM_LayoutLeftMargin: 3 * GRID,
    _Metric.PM_LayoutTopMargin: 3 * GRID,
    _Metric.PM_LayoutRightMargin: 3 * GRID,
    _Metric.PM_LayoutBottomMargin: 3 * GRID,
    _Metric.PM_LayoutHorizontalSpacing: 2 * GRID,
    _Metric.PM_LayoutVerticalSpacing: 2 * GRID,
    _Metric.PM_ToolBarItemSpacing: GRID // 2,
    _Metric.PM_ToolBarItemMargin: GRID,
    _Metric.PM_MenuVMargin: GRID,
    _Metric.PM_TabBarTabHSpace: 6 * GRID,
    _Metric.PM_TabBarTabVSpace: 3 * GRID,
    _Metric.PM_ToolBarExtensionExtent: 6 * GRID,
    _Metric.PM_SplitterWidth: GRID,
    _Metric.PM_ScrollBarExtent: BAR,
    _Metric.PM_DefaultFrameWidth: RING,
    _Metric.PM_FocusFrameHMargin: GRID - 1,  # with one more, as QStyle counts, beside the text of cells
    _Metric.PM_HeaderMargin: GRID,  # headings stand over their cells
    _Metric.PM_IndicatorWidth: 4 * GRID,
    _Metric.PM_IndicatorHeight: 4 * GRID,
    _Metric.PM_ExclusiveIndicatorWidth: 4 * GRID,
    _Metric.PM_ExclusiveIndicatorHeight: 4 * GRID,
    _Metric.PM_CheckBoxLabelSpacing: 2 * GRID,
    _Metric.PM_RadioButtonLabelSpacing: 2 * GRID,
}
SCALED = frozenset(  # what grows with the text; margins and frames do not, large text needs the room
    {
        _Metric.PM_IndicatorWidth,
        _Metric.PM_IndicatorHeight,
        _Metric.PM_ExclusiveIndicatorWidth,
        _Metric.PM_ExclusiveIndicatorHeight,
        _Metric.PM_CheckBoxLabelSpacing,
        _Metric.PM_RadioButtonLabelSpacing,
        _Metric.PM_SmallIconSize,
        _Metric.PM_ButtonIconSize,
        _Metric.PM_LineEditIconSize,
        _Metric.PM_ListViewIconSize,
        _Metric.PM_TabBarIconSize,
        _Metric.PM_ToolBarIconSize,
        _Metric.PM_MessageBoxIconSize,
        _Metric.PM_MenuButtonIndicator,
        _Metric.PM_HeaderMarkSize,
        _Metric.PM_TabBarScrollButtonWidth,
        _Metric.PM_ToolBarExtensionExtent,
        _Metric.PM_ScrollBarExtent,
        _Metric.PM_SplitterWidth,
    }
)


def on_grid(pixels: float) -> int:
    """Return the least whole number of grid steps that has room for so many pixels, in pixels."""
    return -int(-pixels // GRID) * GRID
