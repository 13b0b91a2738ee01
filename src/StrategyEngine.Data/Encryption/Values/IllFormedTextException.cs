namespace StrategyEngine.Data.Encryption.Values;

/// <summary>Carries the refusal of a string out of the JSON serializer.</summary>
internal sealed class IllFormedTextException : Exception;
