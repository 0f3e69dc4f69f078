"""The words of the trade: entities, documents, errors, reports. No file is read or written here."""
