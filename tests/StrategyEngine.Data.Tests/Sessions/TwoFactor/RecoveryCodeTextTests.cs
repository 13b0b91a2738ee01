using System.Security.Cryptography;
using System.Text;

using CsCheck;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Sessions.TwoFactor;

namespace StrategyEngine.Data.Tests.Sessions.TwoFactor;

public sealed class RecoveryCodeTextTests
{
    private static readonly Guid User = Guid.Parse("0198c0de-0000-7000-8000-000000000001");

    [Test]
    public void A_new_code_has_125_bits_in_five_groups()
    {
        var codes = Enumerable.Range(0, 1000).Select(_ => RecoveryCodeText.New()).ToList();

        codes.Should().OnlyHaveUniqueItems();
        codes.Should().OnlyContain(code => code.Length == 29 && code.Split('-').Length == 5);
        string.Concat(codes)
            .Distinct()
            .Should().BeEquivalentTo("0123456789ABCDEFGHJKMNPQRSTVWXYZ-", "every character of Crockford's base32 occurs");
    }

    [Test]
    public void A_typed_text_is_read_as_one_code_or_as_none()
    {
        Gen.String[Gen.Char["0123456789ABCDEFGHJKMNPQRSTVWXYZabcilou- !\u0660\u00e9"], 0, 80].Sample(typed =>
        {
            if (RecoveryCodeText.Normalize(typed) is { } code)
            {
                code.Should().MatchRegex("^[0-9A-HJKMNP-TV-Z]{25}$");
                RecoveryCodeText.Normalize(code).Should().Be(code);
            }
        });
    }

    [TestCase("ABCDE-FGH1K-MN0PQ-RSTVW-XYZ12", "ABCDEFGH1KMN0PQRSTVWXYZ12")]
    [TestCase("abcde fghik mnopq rstvw xyzl2", "ABCDEFGH1KMN0PQRSTVWXYZ12")]
    [TestCase("ABCDEFGH1KMN0PQRSTVWXYZ1", null)]
    [TestCase("ABCDEFGH1KMN0PQRSTVWXYZ123", null)]
    [TestCase("ABCDEFGH1KMN0PQRSTVWXYZ1U", null)]
    [TestCase("123456", null)]
    [TestCase("", null)]
    public void Letters_that_are_mistaken_for_digits_are_taken_as_those(string typed, string? code) =>
    RecoveryCodeText.Normalize(typed).Should().Be(code);

    [Test]
    public void The_stored_form_is_SHA256_over_user_and_code()
    {
        const string Code = "ABCDEFGH1KMN0PQRSTVWXYZ12";

        RecoveryCodeText.Hash(User, Code).Should()
            .Equal(SHA256.HashData([.. User.ToByteArray(bigEndian: true), .. Encoding.ASCII.GetBytes(Code)]));
        RecoveryCodeText.Hash(Guid.Empty, Code).Should().NotEqual(RecoveryCodeText.Hash(User, Code));
    }
}
