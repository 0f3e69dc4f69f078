"""Tables, trees and their rows: models, delegates, and what all views of rows share."""
