"""What goes over the wire, one module per noun; pydantic lives here and nowhere further in."""
