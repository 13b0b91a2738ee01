using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Benchmarks.Candles.Reading;

/// <summary>A range in the midst of a series that is stored in a SQLite file, and the array into which it is read.</summary>
internal sealed class CandleRange : IAsyncDisposable
{
    private const int Beside = 10_000;

    private CandleRange(CandleFile file, int count)
    {
        (File, Rows) = (file, new CandleRow[count]);
        (From, To) = (CandleSeries.Start.AddMinutes(Beside), CandleSeries.Start.AddMinutes(Beside + count));
    }

    public CandleFile File { get; }

    /// <summary>The first open time, inclusive.</summary>
    public DateTimeOffset From { get; }

    /// <summary>The last open time, exclusive.</summary>
    public DateTimeOffset To { get; }

    /// <summary>Where readers put what they read: so each field is used, and what each read can be compared.</summary>
    public CandleRow[] Rows { get; }

    public static async Task<CandleRange> CreateAsync(int count)
    {
        var file = await CandleFile.CreateAsync();
        await file.Services.GetRequiredService<CandleStore>()
            .UpsertAsync(CandleSeries.AssetId, CandleSeries.Timeframe, CandleSeries.Generate(Beside + count + Beside));
        return new CandleRange(file, count);
    }

    /// <summary>A hash of every field of every row.</summary>
    public string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<long> whole = stackalloc long[3];
        Span<int> bits = stackalloc int[4];
        foreach (ref readonly var row in Rows.AsSpan())
        {
            (whole[0], whole[1], whole[2]) = (row.OpenTime, row.Closed ? 1 : 0, row.Revision);
            hash.AppendData(MemoryMarshal.AsBytes(whole));
            foreach (var amount in (ReadOnlySpan<decimal>)[row.Open, row.High, row.Low, row.Close, row.Volume])
            {
                decimal.GetBits(amount, bits);
                hash.AppendData(MemoryMarshal.AsBytes(bits));
            }
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Rows.Count(row => row.OpenTime != 0)} rows, {Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}");
    }

    public ValueTask DisposeAsync() => File.DisposeAsync();
}
