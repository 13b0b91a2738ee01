using System.Text;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Tests.MarketData;

public sealed class CandleCsvReaderTests
{
    private const string Header = "open_time_utc,open,high,low,close,volume\n";
    private const string Line = "2022-12-13T00:00:00Z,17208.86,17212.99,17205,17205,1.549151\n";

    private static readonly CandleRow Row = new(1_670_889_600_000, 17208.86m, 17212.99m, 17205m, 17205m, 1.549151m);

    [Test]
    public async Task A_real_day_is_read_to_the_last_minute()
    {
        var rows = await CandleCsvReader.ReadAsync(Fixture.BybitMinutes).ToListAsync();

        rows.Should().HaveCount(1_440);
        rows[0].Should().Be(Row);
        rows[^1].OpenTime.Should().Be(Row.OpenTime + (1_439 * 60_000L));
        rows.Sum(row => row.Volume).Should()
            .Be(File.ReadLines(Fixture.BybitMinutes).Skip(1).Sum(line => decimal.Parse(line.Split(',')[5])));
    }

    [TestCase(Header + Line, Description = "LF")]
    [TestCase(
        "open_time_utc,open,high,low,close,volume\r\n2022-12-13T00:00:00Z,17208.86,17212.99,17205,17205,1.549151\r\n",
        Description = "CRLF")]
    [TestCase("\uFEFF" + Header + Line, Description = "byte order mark")]
    [TestCase(Header + Line + "\n\r\n", Description = "empty lines at the end")]
    [TestCase(
        "open_time_utc,open,high,low,close,volume\r\n2022-12-13T00:00:00Z,17208.86,17212.99,17205,17205,1.549151",
        Description = "no line end")]
    [TestCase(
        Header + "2022-12-13T00:00:00.000Z,17208.860,17212.99,17205.00000000000000000000000000000000,17205,1.549151\n",
        Description = "zeros at the end")]
    public async Task Harmless_differences_of_form_do_not_matter(string text) => (await ReadAsync(text)).Should().Equal(Row);

    [TestCase("", "csv.header", 1, null)]
    [TestCase("time,open,high,low,close,volume\n", "csv.header", 1, null)]
    [TestCase(Line, "csv.header", 1, null)]
    [TestCase(Header + Line + "2022-12-13T00:01:00Z,1,1\n", "csv.columns", 3, null)]
    [TestCase(Header + "2022-12-13T00:00:00Z,17208,86,17212,99,17205,0,17205,0,1,549151\n", "csv.columns", 2, null)]
    [TestCase(Header + Line + "\n" + Line, "csv.columns", 4, null)]
    [TestCase(Header + "13.12.2022 00:00,1,1,1,1,1\n", "csv.time", 2, "open_time_utc")]
    [TestCase(Header + "2022-02-30T00:00:00Z,1,1,1,1,1\n", "csv.time", 2, "open_time_utc")]
    [TestCase(Header + "2022-12-13T00:00:00+01:00,1,1,1,1,1\n", "csv.time", 2, "open_time_utc")]
    [TestCase(Header + "2022-12-13T00:00:00Z,1,NaN,1,1,1\n", "csv.amount", 2, "high")]
    [TestCase(Header + "2022-12-13T00:00:00Z,1,1,1e3,1,1\n", "csv.amount", 2, "low")]
    [TestCase(Header + "2022-12-13T00:00:00Z,1,1,1,,1\n", "csv.amount", 2, "close")]
    [TestCase(Header + "2022-12-13T00:00:00Z,1,1,1,1,0.12345678901234567890123456789\n", "csv.amount", 2, "volume")]
    [TestCase(Header + "2022-12-13T00:00:00Z,1,1,1,1,79228162514264337593543950336\n", "csv.amount", 2, "volume")]
    public async Task A_line_that_cannot_be_read_is_named(string text, string code, int line, string? column)
    {
        var read = () => ReadAsync(text);

        var exception = (await read.Should().ThrowAsync<CandleCsvException>()).Which;
        exception.Should().BeEquivalentTo(new { Code = code, Line = (long)line, Column = column, FileName = "test.csv" });
        exception.Message.Should().StartWith($"test.csv, line {line}");
    }

    [Test]
    public async Task Other_encodings_are_named()
    {
        using var stream = new MemoryStream([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Header + Line)]);
        var read = () => CandleCsvReader.ReadAsync(stream, "test.csv").ToListAsync().AsTask();

        (await read.Should().ThrowAsync<CandleCsvException>()).Which.Code.Should().Be("csv.encoding");
    }

    [TestCase(5_000)]
    [TestCase(200_000)]
    public async Task A_line_that_is_too_long_is_named(int length)
    {
        var text = new MemoryStream(
            System.Text.Encoding.UTF8.GetBytes($"{CandleCsvReader.Header}\n2022-12-13T00:00:00Z,1,1,1,1,1\n{new string('1', length)}\n"));

        var read = () => CandleCsvReader.ReadAsync(text, "test.csv").ToListAsync().AsTask();

        (await read.Should().ThrowAsync<CandleCsvException>()).Which.Should().BeEquivalentTo(new { Code = "csv.line_too_long", Line = 3L });
    }

    [Test]
    public async Task A_line_without_end_does_not_fill_the_memory()
    {
        var endless = new EndlessStream();
        var read = () => CandleCsvReader.ReadAsync(endless, "test.csv").ToListAsync().AsTask();

        (await read.Should().ThrowAsync<CandleCsvException>()).Which.Code.Should().Be("csv.line_too_long");
        endless.BytesRead.Should().BeLessThan(1 << 20);
    }

    [Test]
    public async Task The_candles_before_a_bad_line_are_returned()
    {
        var rows = new List<CandleRow>();
        var read = async () =>
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Header + Line + "broken\n"));
            await foreach (var row in CandleCsvReader.ReadAsync(stream, "test.csv"))
                rows.Add(row);
        };

        await read.Should().ThrowAsync<CandleCsvException>();
        rows.Should().Equal(Row);
    }

    [Test]
    public async Task Lines_may_lie_across_the_blocks_of_a_stream()
    {
        var text = Encoding.UTF8.GetBytes(Header + string.Concat(Enumerable.Repeat(Line, 50)));

        var rows = await CandleCsvReader.ReadAsync(new DrippingStream(text), "test.csv").ToListAsync();

        rows.Should().HaveCount(50).And.OnlyContain(row => row == Row);
    }

    private static async Task<List<CandleRow>> ReadAsync(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await CandleCsvReader.ReadAsync(stream, "test.csv").ToListAsync();
    }

    /// <summary>The same byte for ever.</summary>
    private sealed class EndlessStream : MemoryStream
    {
        public long BytesRead { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'1');
            BytesRead += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }

    /// <summary>Seven bytes at a time.</summary>
    private sealed class DrippingStream(byte[] content) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(7, buffer.Length)], cancellationToken);
    }
}
