using System.Globalization;

using CsCheck;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Tests.MarketData;

/// <summary>What the bulk path leaves in the file of SQLite, read by plain SQL.</summary>
public sealed class SqliteCandleFormTests
{
    private static readonly Guid AssetId = Guid.Parse("0197f3a1-7c55-7d3e-9a11-0123456789ab");

    /// <summary>Every way to write an amount of DECIMAL(28,12): any digits, any scale up to twelve, trailing zeros beyond.</summary>
    private static readonly Gen<decimal> Price = Gen.OneOf(
        Gen.Select(Gen.Long[1, long.MaxValue], Gen.Int[3, 12])
            .Select((digits, scale) => new decimal((int)digits, (int)(digits >> 32), 0, false, (byte)scale)),
        Gen.Select(Gen.Long[1, 9_999_999_999_999_999], Gen.Long[0, 999_999_999_999], Gen.Int[0, 12]).Select(
            (whole, fraction, places) => whole + decimal.Round(fraction / 1_000_000_000_000m, places, MidpointRounding.ToZero)),
        Gen.Const(0.000000000001m),
        Gen.Const(0.00000000010000000000m),
        Gen.Const(9_999_999_999_999_999.999999999999m));

    /// <summary>Every way to write an amount of DECIMAL(28,8): any digits, any scale up to eight, trailing zeros beyond.</summary>
    private static readonly Gen<decimal> Amount = Gen.OneOf(
        Gen.Select(Gen.Long[0, 99_999_999], Gen.Int[0, 8])
            .Select((digits, scale) => new decimal((int)digits, (int)(digits >> 32), 0, false, (byte)scale)),
        Gen.Select(Gen.Long[0, long.MaxValue], Gen.Int[0, 8])
            .Select((digits, scale) => new decimal((int)digits, (int)(digits >> 32), 0, false, (byte)scale)),
        Gen.Select(Gen.Long[0, 999_999_999_999], Gen.Int[0, 99_999_999]).Select((whole, fraction) => whole + (fraction / 100_000_000m)),
        Gen.Select(Gen.Long[0, 999_999_999], Gen.Int[0, 12])
            .Select((whole, zeros) => whole * decimal.Parse("1." + new string('0', zeros), CultureInfo.InvariantCulture)),
        Gen.Select(Gen.Long[0, 999_999_999_999], Gen.Long[0, 99_999_999], Gen.Long[0, 99_999_999])
            .Select((high, low, fraction) => (high * 100_000_000m) + low + (fraction / 100_000_000m)),
        Gen.Const(0m),
        Gen.Const(99_999_999_999_999_999_999.99999999m));

    [Test]
    public void Amounts_are_stored_byte_for_byte_as_Entity_Framework_stores_them() => Amount.Array[1, 300].Sample(
        amounts =>
        {
            using var database = new CandleDatabase();
            var rows = amounts.Select((amount, index) => new CandleRow(1_670_889_600_000 + (index * 60_000L), 1m, 1m, 1m, 1m, amount))
                .ToArray();
            var result = database.Store.UpsertAsync(AssetId, Timeframe.OneMinute, rows).GetAwaiter().GetResult();
            result.Inserted.Should().Be(rows.Length);

            using var connection = database.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT volume, typeof(volume) FROM market_data ORDER BY open_time";
            using var reader = command.ExecuteReader();
            foreach (var amount in amounts)
            {
                reader.Read();

                // The format of SqliteParameter, through which Entity Framework writes decimals.
                reader.GetString(0).Should().Be(amount.ToString("0.0###########################", CultureInfo.InvariantCulture));
                reader.GetString(1).Should().Be("text");
            }

            database.ReadAsync(AssetId).AsTask().GetAwaiter().GetResult().Should().Equal(rows);
        },
        iter: 60,
        threads: 1);

    [Test]
    public void Prices_are_stored_byte_for_byte_as_Entity_Framework_stores_them() => Price.Array[1, 300].Sample(
        prices =>
        {
            using var database = new CandleDatabase();
            var rows = prices.Select(
                (price, index) => new CandleRow(1_670_889_600_000 + (index * 60_000L), price, price, price, price, 1m)).ToArray();
            var result = database.Store.UpsertAsync(AssetId, Timeframe.OneMinute, rows).GetAwaiter().GetResult();
            result.Inserted.Should().Be(rows.Length);

            using var connection = database.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT close FROM market_data ORDER BY open_time";
            using var reader = command.ExecuteReader();
            foreach (var price in prices)
            {
                reader.Read();
                reader.GetString(0).Should().Be(price.ToString("0.0###########################", CultureInfo.InvariantCulture));
            }

            database.ReadAsync(AssetId).AsTask().GetAwaiter().GetResult().Should().Equal(rows);
        },
        iter: 30,
        threads: 1);

    [Test]
    public async Task A_new_candle_takes_about_a_hundred_bytes_of_the_file()
    {
        using var database = new CandleDatabase();
        var rows = Enumerable.Range(0, 40_000)
            .Select(
                i => new CandleRow(
                    1_670_889_600_000 + (i * 60_000L), 50.12345678m, 50.23456789m, 50.01234567m, 50.11111111m, 12345.67890123m, true, i))
                    .ToArray();
        var empty = Bytes();

        (await database.Store.UpsertAsync(AssetId, Timeframe.OneMinute, rows)).Inserted.Should().Be(rows.Length);

        // A row is of 97 bytes, its checksum in the coverage of 4, and full pages hold 37 of the one and 4 blocks of the other.
        ((Bytes() - empty) / (double)rows.Length).Should().BeInRange(101, 112);
        (await database.ReadAsync(AssetId)).Should().Equal(rows);

        long Bytes()
        {
            using var connection = database.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
            return (long)command.ExecuteScalar()!;
        }
    }

    [Test]
    public async Task Keys_and_flags_have_the_forms_of_the_design()
    {
        using var database = new CandleDatabase();
        await database.Store.UpsertAsync(
            AssetId, Timeframe.OneHour, (CandleRow[])[new CandleRow(1_670_889_600_000, 7m, 7m, 7m, 7m, 0m, true, 42)]);

        using var connection = database.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT hex(asset_id), timeframe, open_time, typeof(open_time), close, closed, typeof(closed), revision FROM market_data";
        using var reader = command.ExecuteReader();
        reader.Read();
        var values = new object[reader.FieldCount];
        reader.GetValues(values);

        values.Should().Equal("0197F3A17C557D3E9A110123456789AB", "1h", 1_670_889_600_000, "integer", "7.0", 1L, "integer", 42L);
    }
}
