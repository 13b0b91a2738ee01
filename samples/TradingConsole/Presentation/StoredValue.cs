namespace TradingConsole.Presentation;

/// <summary>The bytes of an encrypted cell, in hexadecimal, with the id of its data key made visible.</summary>
/// <remarks>The first six bytes of a sealed value are a marker, its version and the key's id; see <c>docs/encryption.md</c>.</remarks>
internal sealed record StoredValue(byte[] Bytes)
{
    private const int KeyIdOffset = 2;
    private const int KeyIdSize = 4;
    private const int ShownBytes = 26;

    public string KeyId => Hex(KeyIdOffset, KeyIdSize);

    public string ToMarkup() =>
        $"[grey]{Hex(0, KeyIdOffset)}[/] [bold yellow]{KeyId}[/] "
        + $"[grey]{Hex(KeyIdOffset + KeyIdSize, ShownBytes - KeyIdOffset - KeyIdSize)}… {Bytes.Length} bytes[/]";

    private string Hex(int start, int count) => Convert.ToHexStringLower(Bytes.AsSpan(start, Math.Min(count, Bytes.Length - start)));
}
