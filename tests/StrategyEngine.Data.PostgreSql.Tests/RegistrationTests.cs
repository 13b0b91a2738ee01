using FluentAssertions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.Tests;

public sealed class RegistrationTests
{
    private const string ConnectionString = "Host=offline;Database=trading;Username=bot;Password=Hidden-17";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("strategyengine-registration-");

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Delete(recursive: true);

    [Test]
    public void PostgreSQL_is_chosen_by_call()
    {
        using var services = new ServiceCollection().AddTradingData(trading => trading.UsePostgreSql(ConnectionString).ProtectKeys(Ring))
            .BuildServiceProvider();

        services.GetRequiredService<TradingDatabase>().Provider.Name.Should().Be("PostgreSQL");
        using var context = services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContext();
        context.Database.ProviderName.Should().Be("Npgsql.EntityFrameworkCore.PostgreSQL");
        context.Database.CreateExecutionStrategy().RetriesOnFailure.Should().BeFalse();
    }

    [Test]
    public void PostgreSQL_is_chosen_from_the_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["TradingData:Provider"] = "PostgreSql",
            ["TradingData:ConnectionString"] = ConnectionString,
            ["TradingData:KeyRing:Directory"] = _folder.FullName,
        }).Build();
        using var services = new ServiceCollection().AddTradingData(configuration).BuildServiceProvider();

        services.GetRequiredService<TradingDatabase>().Provider.Should().BeOfType<PostgreSqlTradingProvider>();
    }

    [Test]
    public void EF_retries_if_told_to()
    {
        using var services = new ServiceCollection()
            .AddTradingData(trading => trading.UsePostgreSql(ConnectionString, npgsql => npgsql.EnableRetryOnFailure()).ProtectKeys(Ring))
            .BuildServiceProvider();

        using var context = services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContext();
        context.Database.CreateExecutionStrategy().RetriesOnFailure.Should().BeTrue();
    }

    [TestCase("Database=trading", "names no server")]
    [TestCase("Host=offline", "names no database")]
    [TestCase("Host=offline;Pasword=Hidden-17", "cannot be read")]
    [TestCase("Host=offline;Database=trading;Timeout=Hidden-17", "cannot be read")]
    public void A_connection_string_that_cannot_work_is_refused_without_being_told(string connectionString, string problem) =>
        FluentActions.Invoking(() =>
        {
            using var services = new ServiceCollection().AddTradingData(
                trading => trading.UsePostgreSql(connectionString).ProtectKeys(Ring)).BuildServiceProvider();
            services.GetRequiredService<TradingDatabase>();
        }).Should().Throw<TradingDataConfigurationException>()
        .Where(exception => exception.Message.Contains(problem) && exception.Message.Contains("UsePostgreSql"))
            .And.ToString().Should().NotContain("Hidden-17");

    private void Ring(IDataProtectionBuilder ring) => ring.PersistKeysToFileSystem(_folder);
}
