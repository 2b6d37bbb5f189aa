"""Shapes of the screens of the inquiry; whether something may be done is the services' business."""
