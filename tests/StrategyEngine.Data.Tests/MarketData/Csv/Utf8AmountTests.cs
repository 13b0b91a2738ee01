using System.Globalization;
using System.Text;

using CsCheck;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;

namespace StrategyEngine.Data.Tests.MarketData;

public sealed class Utf8AmountTests
{
    [Test]
    public void Every_decimal_is_read_back_from_its_text() => Gen.Decimal.Sample(value =>
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        return Utf8Amount.TryParse(Encoding.UTF8.GetBytes(text), out var parsed) && parsed == value;
    });

    [TestCase("0", "0")]
    [TestCase("-0.0", "0")]
    [TestCase("-12.50", "-12.5")]
    [TestCase("007", "7")]
    [TestCase("79228162514264337593543950335", "79228162514264337593543950335")]
    [TestCase("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [TestCase("1.00000000000000000000000000000000000000", "1")]
    public void Plain_numbers_are_read_exactly(string text, string value)
    {
        Utf8Amount.TryParse(Encoding.UTF8.GetBytes(text), out var parsed).Should().BeTrue();
        parsed.Should().Be(decimal.Parse(value, CultureInfo.InvariantCulture));
    }

    [TestCase("")]
    [TestCase("-")]
    [TestCase(".")]
    [TestCase(".5")]
    [TestCase("5.")]
    [TestCase("+5")]
    [TestCase(" 5")]
    [TestCase("1.2.3")]
    [TestCase("1e5")]
    [TestCase("1,5")]
    [TestCase("NaN")]
    [TestCase("∞")]
    [TestCase("٥")]
    [TestCase("79228162514264337593543950336")]
    [TestCase("0.00000000000000000000000000001")]
    [TestCase("79228162514264337593543950335.1")]
    public void Anything_else_is_refused_and_nothing_is_rounded(string text) =>
        Utf8Amount.TryParse(Encoding.UTF8.GetBytes(text), out _).Should().BeFalse();
}
