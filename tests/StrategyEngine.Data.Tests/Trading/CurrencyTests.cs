using System.Globalization;
using System.Text.Json;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Tests.Trading;

public sealed class CurrencyTests
{
    [TestCase("USDT", "USDT")]
    [TestCase("usdt", "USDT")]
    [TestCase("1inch", "1INCH")]
    [TestCase("EUR", "EUR")]
    [TestCase("x", "X")]
    [TestCase("ABCDEFGH12345678", "ABCDEFGH12345678")]
    public void A_code_is_read_in_either_case(string text, string code)
    {
        var currency = Currency.Parse(text);

        currency.Code.Should().Be(code);
        currency.ToString().Should().Be(code);
        currency.Should().Be(Currency.Parse(code));
        currency.GetHashCode().Should().Be(Currency.Parse(code).GetHashCode());
        Currency.TryParse(text, out var tried).Should().BeTrue();
        tried.Should().Be(currency);
        Currency.Parse(text.AsSpan(), CultureInfo.InvariantCulture).Should().Be(currency);
    }

    [TestCase("", "0 characters")]
    [TestCase("ABCDEFGH123456789", "17 characters")]
    [TestCase("USD T", "Character 4 of the text is U+0020")]
    [TestCase(" USDT", "Character 1 of the text is U+0020")]
    [TestCase("BRK.B", "U+002E")]
    [TestCase("ÄU", "U+00C4")]
    [TestCase("ſ", "U+017F")]
    [TestCase("İ", "U+0130")]
    [TestCase("٣", "U+0663")]
    [TestCase("USDT\0", "U+0000")]
    public void Anything_else_is_refused_by_what_is_wrong_with_it(string text, string problem)
    {
        FluentActions.Invoking(() => Currency.Parse(text)).Should().Throw<CurrencyFormatException>()
            .WithMessage($"*{problem}*1 to 16 letters*").Which.Code.Should().Be("currency.format");
        FluentActions.Invoking(() => Currency.Parse(text, null)).Should().Throw<FormatException>("that is what parsing throws in .NET");
        Currency.TryParse(text, out var currency).Should().BeFalse();
        currency.IsDefault.Should().BeTrue();
    }

    [Test]
    public void Nothing_is_no_currency()
    {
        Currency.TryParse(null, out _).Should().BeFalse();
        FluentActions.Invoking(() => Currency.Parse(null!)).Should().Throw<ArgumentNullException>();
    }

    [Test]
    public void A_code_is_read_alike_in_Turkish()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
        try
        {
            Currency.Parse("icp").Code.Should().Be("ICP");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void Currencies_sort_by_character_codes_and_the_default_value_first()
    {
        Currency[] sorted = [default, Currency.Parse("1INCH"), Currency.Parse("BTC"), Currency.Parse("BTCB"), Currency.Parse("USDT")];

        sorted.Reverse().Order().Should().Equal(sorted);
        (sorted[1] < sorted[2] && sorted[3] > sorted[2] && sorted[2] <= sorted[3] && sorted[2] >= sorted[1]).Should().BeTrue();
    }

    [Test]
    public void A_currency_is_its_code_in_Json_also_as_a_name()
    {
        var figures = new Dictionary<Currency, decimal> { [Currency.Parse("BTC")] = -0.1m, [Currency.Parse("USDT")] = 100 };

        var json = JsonSerializer.Serialize(figures);

        json.Should().Be("""{"BTC":-0.1,"USDT":100}""");
        JsonSerializer.Deserialize<Dictionary<Currency, decimal>>(json).Should().Equal(figures);
        JsonSerializer.Deserialize<Currency>("\"usdt\"").Should().Be(Currency.Parse("USDT"));
        JsonSerializer.Deserialize<Currency?>("null").Should().BeNull();
    }

    [TestCase("null")]
    [TestCase("1")]
    [TestCase("\"\"")]
    [TestCase("\"US DT\"")]
    public void What_is_no_code_is_refused_in_Json(string json) =>
        FluentActions.Invoking(() => JsonSerializer.Deserialize<Currency>(json)).Should().Throw<JsonException>();

    [Test]
    public void The_default_value_is_not_written_as_Json() =>
        FluentActions.Invoking(() => JsonSerializer.Serialize(default(Currency))).Should().Throw<JsonException>();
}
