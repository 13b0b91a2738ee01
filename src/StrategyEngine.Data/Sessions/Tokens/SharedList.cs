using System.Text.Json;

namespace StrategyEngine.Data.Sessions.Tokens;

/// <summary>
/// Reads the lists of a claim. Most tokens say what the one before said, and share it: it is read once, and remembered once.
/// </summary>
/// <remarks>
/// Thread-safe. What is shared depends on the text alone, so no forged token can spoil it, and cannot be written to, whoever it is given
/// to.
/// </remarks>
internal sealed class SharedList(Func<JsonElement, string[]?> read)
{
    private volatile Known? _last;

    /// <summary>The list the reader stands on, which moves to its end; null if it is not of the claim's form.</summary>
    public IReadOnlyList<string>? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        var text = json[start..(int)reader.BytesConsumed];
        if (_last is { } last && text.SequenceEqual(last.Json))
        {
            return last.List;
        }

        var copy = text.ToArray();
        using var document = JsonDocument.Parse(copy);
        if (read(document.RootElement) is not { } list)
        {
            return null;
        }

        _last = new Known(copy, Array.AsReadOnly(list));
        return _last.List;
    }

    private sealed record Known(byte[] Json, IReadOnlyList<string> List);
}
