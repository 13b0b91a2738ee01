using System.IO.Compression;
using System.Text;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Tests.MarketData;

/// <summary>Files in other formats, compressed files, and files that this library writes.</summary>
public sealed class CandleCsvFileTests
{
    private const string Columns = "open_time,open,high,low,close,volume";

    private static readonly CandleRow Row = new(1_670_889_600_000, 17208.86m, 17212.99m, 17205m, 17205m, 1.549151m);

    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("strategyengine-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("candles.csv")]
    [TestCase("candles.csv.gz")]
    public async Task What_was_written_is_read_back(string name)
    {
        var rows = await CandleCsvReader.ReadAsync(Fixture.BybitMinutes).ToListAsync();
        var path = InFolder(name);
        var written = new List<long>();

        (await CandleCsvWriter.WriteAsync(path, rows, progress: new Reports<long>(written))).Should().Be(rows.Count);

        (await CandleCsvReader.ReadAsync(path).ToListAsync()).Should().Equal(rows);
        written.Should().Equal(rows.Count);
        Directory.GetFiles(_folder).Should().Equal(path);
        if (!name.EndsWith(".gz", StringComparison.Ordinal))
        {
            (await File.ReadAllTextAsync(path)).Should()
                .Be((await File.ReadAllTextAsync(Fixture.BybitMinutes)).ReplaceLineEndings("\n"), "the same candles give the same bytes");
        }
    }

    [Test]
    public async Task The_largest_and_smallest_amounts_are_written_to_the_last_digit()
    {
        var rows = new[]
        {
            new CandleRow(0, 0.00000001m, 999_999_999_999.99999999m, 0.00000001m, 1.50000000m, 99_999_999_999_999_999_999.99999999m),
            new CandleRow(1, 100m, 1_000m, 10.0m, 100.00m, 0m),
        };
        using var text = new MemoryStream();

        await CandleCsvWriter.WriteAsync(text, rows.ToAsyncEnumerable());

        Encoding.UTF8.GetString(text.ToArray()).Should().Be(
            """
            open_time_utc,open,high,low,close,volume
            1970-01-01T00:00:00Z,0.00000001,999999999999.99999999,0.00000001,1.5,99999999999999999999.99999999
            1970-01-01T00:00:00.001Z,100,1000,10,100,0

            """.ReplaceLineEndings("\n"));
    }

    [Test]
    public async Task A_file_whose_writing_fails_is_as_it_was()
    {
        var path = InFolder("candles.csv");
        await File.WriteAllTextAsync(path, "former");

        await FluentActions.Awaiting(() => CandleCsvWriter.WriteAsync(path, FailAfter(200_000))).Should()
            .ThrowAsync<InvalidOperationException>();

        (await File.ReadAllTextAsync(path)).Should().Be("former");
        Directory.GetFiles(_folder).Should().Equal(path);

        static async IAsyncEnumerable<CandleRow> FailAfter(int count)
        {
            for (var i = 0; i < count; i++)
            {
                if (i % 1_000 == 0)
                    await Task.Yield();
                yield return Row with { OpenTime = Row.OpenTime + i };
            }

            throw new InvalidOperationException("The source failed.");
        }
    }

    [TestCase("1670889600000", "milliseconds")]
    [TestCase("1670889600000000", "microseconds")]
    [TestCase("1670889600", "seconds")]
    public async Task Files_of_Binance_are_read(string openTime, string because)
    {
        var line =
            $"{openTime},17208.86000000,17212.99000000,17205.00000000,17205.00000000,1.54915100,1670889659999,26663.1,123,0.5,8600.1,0\n";

        (await ReadAsync(line + line, CandleCsvFormat.Binance)).Should()
            .Equal(Enumerable.Repeat(Row with { QuoteVolume = 26663.1m, TradeCount = 123 }, 2), because);
        (await ReadAsync("", CandleCsvFormat.Binance)).Should().BeEmpty("a file without a header may be empty");
    }

    [TestCase("open_time,open\n", "csv.columns", 1)]
    [TestCase("-5,1,1,1,1,1,1,1,1,1,1,1\n", "csv.time", 1)]
    [TestCase("1670889600000001,1,1,1,1,1,1,1,1,1,1,1\n", "csv.time", 1)]
    [TestCase("16708896000000000,1,1,1,1,1,1,1,1,1,1,1\n", "csv.time", 1)]
    [TestCase("1670889600000,1,1,1,1,x,1,1,1,1,1,1\n", "csv.amount", 1)]
    public async Task A_line_of_Binance_that_cannot_be_read_is_named(string text, string code, int line) =>
        (await FluentActions.Awaiting(() => ReadAsync(text, CandleCsvFormat.Binance)).Should().ThrowAsync<CandleCsvException>())
            .Which.Should().BeEquivalentTo(new { Code = code, Line = (long)line });

    [Test]
    public async Task A_format_of_one_s_own_names_its_columns()
    {
        var format = new CandleCsvFormat(
            "symbol,open_time,close,open,low,high,trades,volume",
            CandleCsvInstants.Iso8601,
            "Symbol;Time;Close;Open;Low;High;Trades;Volume",
            ';');

        (await ReadAsync(
            "Symbol;Time;Close;Open;Low;High;Trades;Volume\r\nBTC;2022-12-13T00:00:00Z;17205;17208.86;17205;17212.99;7;1.549151\r\n",
            format)).Should().Equal(Row);
        (await FluentActions.Awaiting(() => ReadAsync("Symbol;Time\n", format)).Should().ThrowAsync<CandleCsvException>()).Which.Code
            .Should().Be("csv.header");
    }

    [TestCase("open_time,open,high,low,close", ',')]
    [TestCase("open_time,open,high,low,close,volume,volume", ',')]
    [TestCase("open_time,open,high,low,close,volume", '.')]
    [TestCase("open_time,open,high,low,close,volume", '5')]
    [TestCase("open_time,open,high,low,close,volume", '\0')]
    public void A_format_that_cannot_be_read_is_refused(string columns, char delimiter) =>
        FluentActions.Invoking(() => new CandleCsvFormat(columns, CandleCsvInstants.Unix, delimiter: delimiter)).Should()
            .Throw<ArgumentException>();

    [TestCase("time\nopen")]
    [TestCase("time\ropen")]
    [TestCase("time\r\n")]
    [TestCase("time\0open")]
    [TestCase("\uFEFFtime")]
    public void A_header_that_no_file_can_have_is_refused(string header) =>
        FluentActions.Invoking(() => new CandleCsvFormat(Columns, CandleCsvInstants.Unix, header)).Should()
            .Throw<ArgumentException>().WithParameterName(nameof(header));

    [Test]
    public async Task A_header_fills_a_line_and_no_more()
    {
        var longest = new string('é', 2_048);
        var format = new CandleCsvFormat(Columns, CandleCsvInstants.Iso8601, longest);
        using var stream = new MemoryStream();
        await CandleCsvWriter.WriteAsync(stream, new[] { Row }, format);
        stream.Position = 0;

        (await CandleCsvReader.ReadAsync(stream, "longest.csv", format).ToListAsync()).Should().Equal(Row);
        FluentActions.Invoking(() => new CandleCsvFormat(Columns, CandleCsvInstants.Unix, longest + "x")).Should()
            .Throw<ArgumentException>().WithParameterName("header");
    }

    [TestCase(-1)]
    [TestCase(2)]
    public void Instants_of_no_known_form_are_refused(int instants) =>
        FluentActions.Invoking(() => new CandleCsvFormat(Columns, (CandleCsvInstants)instants)).Should()
            .Throw<ArgumentOutOfRangeException>().WithParameterName(nameof(instants)).WithMessage("*Iso8601, Unix*");

    [Test]
    public void More_columns_than_a_line_holds_are_refused() =>
        FluentActions.Invoking(() => new CandleCsvFormat(Columns + new string(',', 5_000), CandleCsvInstants.Unix)).Should()
            .Throw<ArgumentException>().WithParameterName("columns");

    [Test]
    public async Task An_archive_of_one_file_is_read_and_one_of_two_is_refused()
    {
        var path = InFolder("candles.zip");
        await using (var archive = await ZipFile.OpenAsync(path, ZipArchiveMode.Create))
            await archive.CreateEntryFromFileAsync(Fixture.BybitMinutes, "a.csv");
        var reports = new List<CandleCsvProgress>();

        (await CandleCsvReader.ReadAsync(path, progress: new Reports<CandleCsvProgress>(reports)).ToListAsync()).Should().HaveCount(1_440);

        reports.Should().HaveCountGreaterThan(1).And.BeInAscendingOrder(report => report.BytesRead);
        reports[^1].BytesRead.Should().Be(new FileInfo(path).Length).And.Be(reports[^1].TotalBytes);
        await using (var archive = await ZipFile.OpenAsync(path, ZipArchiveMode.Update))
            await archive.CreateEntryFromFileAsync(Fixture.BybitMinutes, "b.csv");
        (await FluentActions.Awaiting(() => CandleCsvReader.ReadAsync(path).ToListAsync().AsTask()).Should()
            .ThrowAsync<InvalidDataException>()).WithMessage("*2 files*");
    }

    [TestCase(CompressionLevel.NoCompression)]
    [TestCase(CompressionLevel.Fastest)]
    public async Task A_zip_archive_with_one_bit_that_is_wrong_gives_no_file_to_its_end(CompressionLevel level)
    {
        var path = InFolder("candles.zip");
        await using (var archive = await ZipFile.OpenAsync(path, ZipArchiveMode.Create))
            await archive.CreateEntryFromFileAsync(Fixture.BybitMinutes, "a.csv", level);
        var bytes = await File.ReadAllBytesAsync(path);
        var random = new Random(7);
        for (var attempt = 0; attempt < 60; attempt++)
        {
            var (place, bit) = (random.Next(100, bytes.Length - 200), (byte)(1 << random.Next(8)));
            bytes[place] ^= bit;
            await File.WriteAllBytesAsync(path, bytes);

            await FluentActions.Awaiting(() => CandleCsvReader.ReadAsync(path).ToListAsync().AsTask()).Should().ThrowAsync<Exception>();

            bytes[place] ^= bit;
        }

        await File.WriteAllBytesAsync(path, bytes);
        (await CandleCsvReader.ReadAsync(path).ToListAsync()).Should().HaveCount(1_440);
    }

    [Test]
    public async Task An_open_candle_is_not_written_because_it_would_be_read_as_final()
    {
        using var text = new MemoryStream();
        CandleRow[] rows = [new(1_670_889_600_000, 1m, 1m, 1m, 1m, 1m), new(1_670_889_660_000, 1m, 1m, 1m, 1m, 1m, Closed: false)];

        (await CandleCsvWriter.WriteAsync(text, rows.ToAsyncEnumerable())).Should().Be(1);

        text.Position = 0;
        (await CandleCsvReader.ReadAsync(text, "test.csv").ToListAsync()).Should().Equal(rows[0]);
    }

    [Test]
    public async Task A_compressed_file_that_is_cut_short_is_no_shorter_file()
    {
        var path = InFolder("candles.csv.gz");
        await CandleCsvWriter.WriteAsync(path, CandleCsvReader.ReadAsync(Fixture.BybitMinutes));
        var whole = await File.ReadAllBytesAsync(path);
        foreach (var length in new[] { whole.Length / 2, whole.Length - 9, whole.Length - 4 })
        {
            await File.WriteAllBytesAsync(path, whole[..length]);

            await FluentActions.Awaiting(() => CandleCsvReader.ReadAsync(path).ToListAsync().AsTask()).Should()
                .ThrowAsync<InvalidDataException>("{0} of {1} bytes are there", length, whole.Length);
        }
    }

    private static async Task<List<CandleRow>> ReadAsync(string text, CandleCsvFormat format)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await CandleCsvReader.ReadAsync(stream, "test.csv", format).ToListAsync();
    }

    private string InFolder(string name) => Path.Combine(_folder, name);

    private sealed class Reports<T>(List<T> reports) : IProgress<T>
    {
        public void Report(T value) => reports.Add(value);
    }
}
