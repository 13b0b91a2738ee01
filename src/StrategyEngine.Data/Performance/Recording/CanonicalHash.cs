using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Performance.Recording;

/// <summary>SHA-256 over values in one form each, whatever form a database returned them in.</summary>
/// <remarks>
/// Integers are eight bytes, big-endian. A decimal is its mantissa without trailing zeros and its scale. Texts and things that may be
/// absent are preceded by their length or by whether they are there.
/// </remarks>
internal sealed class CanonicalHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public CanonicalHash Add(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        _hash.AppendData(bytes);
        return this;
    }

    public CanonicalHash Add(DateTimeOffset instant) => Add(instant.UtcTicks);

    public CanonicalHash Add(double value) => Add(BitConverter.DoubleToInt64Bits(value));

    public CanonicalHash Add(decimal value)
    {
        // Dividing by one with as many zeros as there are digits leaves none behind the last digit.
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value / 1.0000000000000000000000000000m, parts);
        Span<byte> bytes = stackalloc byte[4 * sizeof(int)];
        for (var i = 0; i < parts.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes[(i * sizeof(int))..], value == 0 ? 0 : parts[i]);
        _hash.AppendData(bytes);
        return this;
    }

    public CanonicalHash Add(decimal? value) => value is { } known ? Add(1L).Add(known) : Add(0L);

    public CanonicalHash Add(Money? value) => value is { } known ? Add(1L).Add(known.Amount).Add(known.Currency.Code) : Add(0L);

    public CanonicalHash Add(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Add((long)bytes.Length);
        _hash.AppendData(bytes);
        return this;
    }

    public CanonicalHash Add(ReadOnlySpan<byte> hash)
    {
        _hash.AppendData(hash);
        return this;
    }

    public byte[] Finish() => _hash.GetHashAndReset();

    public void Dispose() => _hash.Dispose();
}
