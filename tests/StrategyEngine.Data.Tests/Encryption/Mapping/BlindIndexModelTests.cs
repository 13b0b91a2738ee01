using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>Nothing but saving fills a blind index.</summary>
[TestFixture]
internal sealed class BlindIndexModelTests
{
    private static IEnumerable<TestCaseData> Refused()
    {
        static TestCaseData Case(string name, string message, Action<ModelBuilder> build) =>
            new TestCaseData(build, message).SetName("Refused of a blind index: " + name);

        yield return Case(
            "seed data",
            "*HasData*",
            model => model.Entity<Account>().Ignore(account => account.Orders)
                .HasData(new { Id = new Guid(1, 2, 3, new byte[8]), Name = "n", EmailIndex = "ada@x.y" }));
        yield return Case(
            "a default value",
            "*EmailIndex*default or computed*",
            model => model.Entity<Account>().Ignore(account => account.Orders).Property<string>("EmailIndex").HasDefaultValue("ada@x.y"));
        yield return Case(
            "a computed value",
            "*EmailIndex*default or computed*",
            model => model.Entity<Account>().Ignore(account => account.Orders).Property<string>("EmailIndex").HasComputedColumnSql("1"));
    }

    [TestCaseSource(nameof(Refused))]
    public void A_model_that_fills_a_blind_index_by_itself_is_refused(Action<ModelBuilder> build, string message)
    {
        using var database = new EncryptedDatabase();
        using var version = new AppVersion(database, build);
        using var context = version.NewContext();

        context.Invoking(c => c.Model).Should().Throw<EncryptionModelException>().WithMessage(message);
    }
}
