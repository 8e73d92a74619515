"""The forms that come with the product; a city takes them as they are, or changes them in Word."""
