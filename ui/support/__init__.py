"""What every part of the window may use: settings, theme, fonts, icons, directions of text."""
