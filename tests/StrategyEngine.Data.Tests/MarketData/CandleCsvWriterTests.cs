using System.Text;

using CsCheck;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Tests.MarketData;

/// <summary>Files are written from whatever holds the candles, in whatever format they are to have.</summary>
public sealed class CandleCsvWriterTests
{
    private static readonly CandleRow[] Rows =
    [
        new(1_670_889_600_000, 17208.86m, 17212.99m, 17205m, 17205m, 1.549151m),
        new(1_670_889_660_000, 17205m, 17205.5m, 17200m, 17200.25m, 0m),
    ];

    private static readonly string[] Columns = ["open_time", "open", "high", "low", "close", "volume", "note", "count"];

    private static Gen<CandleCsvFormat> Formats { get; } =
        from columns in Gen.Shuffle(Columns)
        from skipped in Gen.Int[0, 2]
        from instants in Gen.Enum<CandleCsvInstants>()
        from hasHeader in Gen.Bool
        from delimiter in Gen.Int[0, 3]
        select new CandleCsvFormat(
            string.Join(',', columns.Where(column => (column != "note" || skipped > 0) && (column != "count" || skipped > 1))),
            instants,
            hasHeader ? "the first line" : null,
            ",;\t|"[delimiter]);

    [Test]
    public async Task Rows_are_written_from_whatever_holds_them()
    {
        var folder = Directory.CreateTempSubdirectory("strategyengine-");
        try
        {
            var path = Path.Combine(folder.FullName, "candles.csv");
            using var stream = new MemoryStream();
            IReadOnlyList<CandleRow> readOnly = Rows;
            Func<Task<long>>[] calls =
            [
                () => CandleCsvWriter.WriteAsync(path, Rows),
                () => CandleCsvWriter.WriteAsync(path, Rows.ToList()),
                () => CandleCsvWriter.WriteAsync(path, readOnly),
                () => CandleCsvWriter.WriteAsync(path, Rows.Where(row => row.Closed)),
                () => CandleCsvWriter.WriteAsync(path, [Rows[0], Rows[1]]),
                () => CandleCsvWriter.WriteAsync(path, Rows.ToAsyncEnumerable()),
                () => CandleCsvWriter.WriteAsync(path, Rows, CandleCsvFormat.Default),
                () => WriteStreamAsync(() => CandleCsvWriter.WriteAsync(stream, Rows)),
                () => WriteStreamAsync(() => CandleCsvWriter.WriteAsync(stream, [.. Rows])),
                () => WriteStreamAsync(() => CandleCsvWriter.WriteAsync(stream, Rows.ToAsyncEnumerable(), CandleCsvFormat.Default)),
            ];
            foreach (var call in calls)
            {
                (await call()).Should().Be(2);

                (await CandleCsvReader.ReadAsync(path).ToListAsync()).Should().Equal(Rows);
                File.Delete(path);
            }

            async Task<long> WriteStreamAsync(Func<Task<long>> write)
            {
                stream.SetLength(0);
                var count = await write();
                await File.WriteAllBytesAsync(path, stream.ToArray());
                return count;
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public async Task Quote_volumes_and_numbers_of_trades_are_written_and_read_where_the_format_has_their_columns()
    {
        CandleRow[] rows = [Rows[0] with { QuoteVolume = 26_656.123456m, TradeCount = 72 }, Rows[1]];
        using var complete = new MemoryStream();
        using var binance = new MemoryStream();

        await CandleCsvWriter.WriteAsync(complete, rows, CandleCsvFormat.Complete);
        await CandleCsvWriter.WriteAsync(binance, rows, CandleCsvFormat.Binance);

        Encoding.UTF8.GetString(complete.ToArray()).Should().Be(
            """
            open_time_utc,open,high,low,close,volume,quote_volume,trade_count
            2022-12-13T00:00:00Z,17208.86,17212.99,17205,17205,1.549151,26656.123456,72
            2022-12-13T00:01:00Z,17205,17205.5,17200,17200.25,0,,

            """);
        Encoding.UTF8.GetString(binance.ToArray()).Should().StartWith(
            "1670889600000,17208.86,17212.99,17205,17205,1.549151,,26656.123456,72,,,\n");
        foreach (var (stream, format) in new[] { (complete, CandleCsvFormat.Complete), (binance, CandleCsvFormat.Binance) })
        {
            stream.Position = 0;
            (await CandleCsvReader.ReadAsync(stream, "candles.csv", format).ToListAsync()).Should().Equal(rows);
        }
    }

    [TestCase("1.5")]
    [TestCase("1 ")]
    [TestCase("99999999999999999999")]
    public async Task A_number_of_trades_that_is_none_is_named(string trades)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($"0,1,1,1,1,1,59999,1,{trades},0,0,0\n"));

        (await FluentActions.Awaiting(() => CandleCsvReader.ReadAsync(stream, "k.csv", CandleCsvFormat.Binance).ToListAsync().AsTask())
            .Should().ThrowAsync<CandleCsvException>()).WithMessage("*trade_count*whole number*");
    }

    [Test]
    public async Task The_format_says_the_order_the_delimiter_the_instants_and_what_stays_empty()
    {
        using var stream = new MemoryStream();

        await CandleCsvWriter.WriteAsync(
            stream, Rows, new CandleCsvFormat("volume,note,close,low,high,open,open_time", CandleCsvInstants.Unix, "v;n;c;l;h;o;t", ';'));

        Encoding.UTF8.GetString(stream.ToArray()).Should()
            .Be("v;n;c;l;h;o;t\n1.549151;;17205;17205;17212.99;17208.86;1670889600000\n0;;17200.25;17200;17205.5;17205;1670889660000\n");
    }

    [Test]
    public async Task A_file_in_the_format_of_Binance_has_its_twelve_columns()
    {
        using var stream = new MemoryStream();

        await CandleCsvWriter.WriteAsync(stream, [Rows[0]], CandleCsvFormat.Binance);

        Encoding.UTF8.GetString(stream.ToArray()).Should().Be("1670889600000,17208.86,17212.99,17205,17205,1.549151,,,,,,\n");
    }

    [Test]
    public void What_is_written_in_a_format_is_read_back_in_it() =>
        Gen.Select(Formats, Gen.Int[0, 5_000_000].Array[0, 20], Gen.Int[1, 100_000_000]).Sample(
            sample =>
            {
                var (format, minutes, price) = sample;
                CandleRow[] rows =
                [
                    .. minutes.Select(
                        minute =>
                            new CandleRow(minute * 60_000L, price * 0.0001m, price, price * 0.00000001m, price * 0.5m, minute * 0.001m)),
                ];
                using var stream = new MemoryStream();
                CandleCsvWriter.WriteAsync(stream, rows, format).GetAwaiter().GetResult().Should().Be(rows.Length);
                stream.Position = 0;
                CandleCsvReader.ReadAsync(stream, "test.csv", format).ToBlockingEnumerable().Should().Equal(rows);
            },
            iter: 300);

    [Test]
    public async Task A_missing_folder_is_told_by_the_path_that_was_given()
    {
        var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"), "candles.csv");

        (await FluentActions.Awaiting(() => CandleCsvWriter.WriteAsync(path, Rows)).Should().ThrowAsync<DirectoryNotFoundException>()).Which
            .Message.Should().Contain(path).And.NotContain("unfinished");
    }

    [TestCase(-60_000L)]
    [TestCase(10_000_000_020_000L)]
    public async Task An_instant_that_a_number_cannot_say_is_refused(long openTime)
    {
        using var stream = new MemoryStream();

        await FluentActions.Awaiting(
            () => CandleCsvWriter.WriteAsync(stream, [Rows[0] with { OpenTime = openTime }], CandleCsvFormat.Binance))
            .Should().ThrowAsync<ArgumentException>().WithMessage("*1970*");
        (await CandleCsvWriter.WriteAsync(stream, [Rows[0] with { OpenTime = openTime }])).Should().Be(1, "the default format can say it");
    }
}
