"""Text in, quotes out. The only door is `detector.Detector`."""
