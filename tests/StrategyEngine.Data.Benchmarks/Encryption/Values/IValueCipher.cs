namespace StrategyEngine.Data.Benchmarks.Encryption;

/// <summary>A way to encrypt one string into bytes that can be stored, and back.</summary>
internal interface IValueCipher : IAsyncDisposable
{
    /// <summary>What it is and how it is configured.</summary>
    string Name { get; }

    byte[] Seal(string value);

    string Open(byte[] value);
}
