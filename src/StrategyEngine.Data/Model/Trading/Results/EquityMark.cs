using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>What an account, or the money of a run, was worth at one instant, in one currency.</summary>
/// <remarks>
/// There is one for each user, kind, run, account, currency and instant: its id says so. <c>PerformanceRecorder.MarkAsync</c> writes them
/// in bulk, and one of the same instant takes the place of the earlier one. Not thread-safe.
/// </remarks>
public sealed class EquityMark
{
    /// <summary>
    /// The id: a UUIDv8 (RFC 9562 section 5.8) of the instant in milliseconds and a hash of all that tells marks apart.
    /// </summary>
    public Guid Id { get => field == Guid.Empty ? field = Derive() : field; private init; }

    /// <summary>Whose money it is.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The user; null unless loaded.</summary>
    [JsonIgnore]
    public User? User { get; init; }

    /// <summary>Whether the money is real.</summary>
    public required RunKind Kind { get; init; }

    /// <summary>The run that it belongs to, or null for an account as a whole.</summary>
    public Guid? RunId { get; init; }

    /// <summary>The account, or null.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>What all amounts are in.</summary>
    public required Currency Currency { get; init; }

    /// <summary>When it was worth that, UTC, whole milliseconds. Midnight closes the day that ends then.</summary>
    public required DateTimeOffset Instant { get; init; }

    /// <summary>Cash plus open positions at market, after <see cref="Flow"/>.</summary>
    public required decimal Equity { get; set; }

    /// <summary>Cash without what open positions have won or lost so far; null where it is not known.</summary>
    public decimal? Balance { get; set; }

    /// <summary>What open positions have won or lost so far; null where it is not known.</summary>
    public decimal? Unrealized { get; set; }

    /// <summary>
    /// What was paid in since the mark before, negative for what was taken out. It counts as arrived at <see cref="Instant"/>: a mark at
    /// the instant of each deposit and withdrawal makes returns exact.
    /// </summary>
    /// <value>0 by default.</value>
    public decimal Flow { get; set; }

    /// <summary>Instant, equity and flow.</summary>
    public override string ToString() => Printed.Text($"EquityMark {Kind} {Equity} {Currency} at {Instant}, flow {Flow}");

    private Guid Derive()
    {
        var milliseconds = Instant.ToUnixTimeMilliseconds();
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{UserId:N}|{RunId:N}|{AccountId:N}|{(int)Kind}|{Currency}|{milliseconds}");
        var id = SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16);
        BinaryPrimitives.WriteUInt16BigEndian(id, (ushort)(milliseconds >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(id[2..], (uint)milliseconds);
        id[6] = (byte)(0x80 | (id[6] & 0x0F));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return new Guid(id, bigEndian: true);
    }
}
