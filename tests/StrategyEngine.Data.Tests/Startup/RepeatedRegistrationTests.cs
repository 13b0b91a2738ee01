using FluentAssertions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;

namespace StrategyEngine.Data.Tests.Registration;

/// <summary>Several calls of <c>AddTradingData</c> for one name.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RepeatedRegistrationTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("strategyengine-registration-");
    private readonly ServiceCollection _services = [];

    public void Dispose() => _folder.Delete(recursive: true);

    [TestCase(null)]
    [TestCase("archive")]
    public void Two_different_databases_under_one_name_are_refused_with_the_form_that_keeps_them_apart(string? name)
    {
        Add(name, "one.db");
        Add(name, "two.db");

        var problem = Problems(name).Should().ContainSingle().Which;

        problem.Should().Contain("AddTradingData(\"name\", …)").And.NotContain("two.db");
        if (name is not null)
            problem.Should().Contain(name);
    }

    [Test]
    public void Two_engines_under_one_name_are_refused()
    {
        Add(null, "one.db");
        _services.AddTradingData(trading => trading.UsePostgreSql("Host=localhost;Database=trading;Username=trading"));

        Problems(null).Should().ContainSingle().Which.Should().Contain("AddTradingData(\"name\", …)");
    }

    [Test]
    public void The_same_database_may_be_chosen_twice()
    {
        Add(null, "one.db");
        Add(null, "one.db");

        Problems(null).Should().BeEmpty();
    }

    [Test]
    public void Within_one_call_the_last_choice_wins()
    {
        _services.AddTradingData(trading => trading
            .UseSqlite("Data Source=:memory:").UseSqlite(ConnectionString("one.db"))
            .ProtectKeys(ring => ring.PersistKeysToFileSystem(_folder)));

        Problems(null).Should().BeEmpty();
    }

    private void Add(string? name, string file) => _services.AddTradingData(name, trading => trading
        .UseSqlite(ConnectionString(file)).ProtectKeys(ring => ring.PersistKeysToFileSystem(_folder)));

    private string ConnectionString(string file) => $"Data Source={Path.Combine(_folder.FullName, file)};Pooling=False";

    private IReadOnlyList<string> Problems(string? name)
    {
        using var provider = _services.BuildServiceProvider();
        try
        {
            _ = name is null ? provider.GetRequiredService<CandleStore>() : provider.GetRequiredKeyedService<CandleStore>(name);
            return [];
        }
        catch (TradingDataConfigurationException refusal)
        {
            return refusal.Problems;
        }
    }
}
