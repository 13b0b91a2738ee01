namespace StrategyEngine.Data.Encryption.Querying;

/// <summary>A wall in a query that only decrypted values pass.</summary>
internal static class InProgram
{
    /// <summary>
    /// Returns the value. No provider can translate it, so that whatever is computed of its result is computed by the program, or the query
    /// fails.
    /// </summary>
    public static T Value<T>(T value) => value;
}
