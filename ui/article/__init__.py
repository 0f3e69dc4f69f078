"""The article view: layout, painting, keyboard, mouse."""
