using System.Globalization;
using System.Text.Json;

using CsCheck;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Tests.Model;

public sealed class TimeframeTests
{
    private static readonly Gen<Timeframe> AnyTimeframe = Gen.Int[0, Timeframe.All.Count - 1].Select(index => Timeframe.All[index]);

    [TestCase("1m", "2026-01-05T09:31:59.999Z", "2026-01-05T09:31:00Z", "2026-01-05T09:32:00Z")]
    [TestCase("4h", "2026-01-05T09:31:00Z", "2026-01-05T08:00:00Z", "2026-01-05T12:00:00Z")]
    [TestCase("1d", "2026-01-05T00:00:00Z", "2026-01-05T00:00:00Z", "2026-01-06T00:00:00Z")]
    [TestCase("1d", "2026-01-05T01:30:00+02:00", "2026-01-04T00:00:00Z", "2026-01-05T00:00:00Z")]
    [TestCase("1w", "2026-01-04T23:59:59Z", "2025-12-29T00:00:00Z", "2026-01-05T00:00:00Z")]
    [TestCase("1w", "1969-12-31T12:00:00Z", "1969-12-29T00:00:00Z", "1970-01-05T00:00:00Z")]
    [TestCase("1mo", "2024-02-29T12:00:00Z", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z")]
    [TestCase("1mo", "2025-12-31T23:59:59Z", "2025-12-01T00:00:00Z", "2026-01-01T00:00:00Z")]
    public void A_candle_opens_at_the_boundary_of_its_timeframe(string code, string instant, string open, string next)
    {
        var timeframe = Timeframe.Parse(code);
        var at = DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);

        timeframe.Floor(at).Should().Be(DateTimeOffset.Parse(open, CultureInfo.InvariantCulture));
        timeframe.Next(at).Should().Be(DateTimeOffset.Parse(next, CultureInfo.InvariantCulture));
    }

    [Test]
    public void Every_instant_lies_in_exactly_one_candle() =>
    Gen.Select(AnyTimeframe, Gen.Long[-10_000_000_000_000, 10_000_000_000_000]).Sample((timeframe, instant) =>
    {
        var open = timeframe.Floor(instant);
        var next = timeframe.Next(instant);
        return open <= instant
            && instant < next
            && timeframe.IsBoundary(open)
            && timeframe.IsBoundary(next)
            && timeframe.Floor(next - 1) == open
            &&
            (timeframe.Duration is not { } duration || next - open == duration.TotalMilliseconds);
    });

    [Test]
    public void Codes_are_parsed_back_to_the_same_instance() =>
        Timeframe.All.Should().OnlyContain(timeframe => ReferenceEquals(Timeframe.Parse(timeframe.Code), timeframe));

    [TestCase("1M")]
    [TestCase("1H")]
    [TestCase("")]
    [TestCase("60")]
    [TestCase("1m ")]
    [TestCase(null)]
    public void Nothing_else_is_a_code(string? code) => Timeframe.TryParse(code, out _).Should().BeFalse();

    [Test]
    public void A_month_has_no_fixed_length_and_all_others_ascend()
    {
        Timeframe.OneMonth.Duration.Should().BeNull();
        Timeframe.All.SkipLast(1).Select(timeframe => timeframe.Duration).Should().BeInAscendingOrder().And.NotContainNulls();
    }

    [Test]
    public void Json_holds_the_code()
    {
        JsonSerializer.Serialize(Timeframe.FourHours).Should().Be("\"4h\"");
        JsonSerializer.Deserialize<Timeframe>("\"1mo\"").Should().BeSameAs(Timeframe.OneMonth);
        FluentActions.Invoking(() => JsonSerializer.Deserialize<Timeframe>("\"1M\"")).Should().Throw<JsonException>();
    }
}
