"""The explainable classifier: word lists in three languages, matched on tokens, softened by what stands around them."""
