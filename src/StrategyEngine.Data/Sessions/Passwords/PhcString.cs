using System.Globalization;

namespace StrategyEngine.Data.Sessions.Passwords;

/// <summary>
/// A stored Argon2id hash: <c>$argon2id$v=19$m=19456,t=2,p=1$salt$tag</c>, as the PHC string format specifies.
/// </summary>
/// <remarks>
/// The parser accepts exactly what <see cref="ToString"/> writes: one order of parameters, canonical decimals, unpadded canonical
/// base64. A row is a possible attack, so costs are capped before anything is computed from them: 1 GiB, 16 passes, 16 lanes.
/// </remarks>
internal sealed class PhcString(Argon2Parameters parameters, byte[] salt, byte[] tag)
{
    private const string Prefix = "$argon2id$v=19$";
    private const int MaxLength = 256;
    private const int MaxMemoryKiB = 1024 * 1024;
    private const int MaxIterations = 16;
    private const int MaxParallelism = 16;
    private const int MinSalt = 8, MaxSalt = 64;
    private const int MinTag = 16, MaxTag = 64;

    public Argon2Parameters Parameters { get; } = parameters;

    public byte[] Salt { get; } = salt;

    public byte[] Tag { get; } = tag;

    public static PhcString? TryParse(string? text)
    {
        if (text is null || text.Length > MaxLength || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var parts = text[Prefix.Length..].Split('$');
        if (parts.Length != 3 || ParseParameters(parts[0]) is not { } parameters)
        {
            return null;
        }

        var salt = Decode(parts[1], MinSalt, MaxSalt);
        var tag = Decode(parts[2], MinTag, MaxTag);
        return salt is null || tag is null ? null : new PhcString(parameters, salt, tag);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Prefix}m={Parameters.MemoryKiB},t={Parameters.Iterations},p={Parameters.Parallelism}${Encode(Salt)}${Encode(Tag)}");

    private static Argon2Parameters? ParseParameters(string text)
    {
        var fields = text.Split(',');
        return fields.Length == 3
            && Number(fields[0], "m=", MaxMemoryKiB) is { } memory
            && Number(fields[1], "t=", MaxIterations) is { } iterations
            && Number(fields[2], "p=", MaxParallelism) is { } parallelism
            && memory >= 8 * parallelism
                ? new Argon2Parameters(memory, iterations, parallelism)
                : null;
    }

    private static int? Number(string field, string name, int maximum)
    {
        if (!field.StartsWith(name, StringComparison.Ordinal))
        {
            return null;
        }

        var digits = field.AsSpan(name.Length);
        return digits.Length is > 0 and <= 7 && digits[0] != '0'
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= maximum
                ? value
                : null;
    }

    private static byte[]? Decode(string text, int minimum, int maximum)
    {
        if (text.Length == 0 || text.Contains('=', StringComparison.Ordinal) || text.Length % 4 == 1)
        {
            return null;
        }

        var bytes = new byte[text.Length];
        var padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
        return Convert.TryFromBase64String(padded, bytes, out var written)
            && written >= minimum && written <= maximum
            && Encode(bytes.AsSpan(0, written)) == text
                ? bytes[..written]
                : null;
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=');
}
