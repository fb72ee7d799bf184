"""A statement's appearances in, its provenance chain out. The only door is `tracer.Tracer`."""
