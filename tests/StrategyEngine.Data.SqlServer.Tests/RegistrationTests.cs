using FluentAssertions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Tests;

public sealed class RegistrationTests
{
    private const string ConnectionString = "Server=offline;Database=trading;User ID=sa;Password=Hidden-17";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("strategyengine-registration-");

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Delete(recursive: true);

    [Test]
    public void SQL_Server_is_chosen_by_call()
    {
        using var services = new ServiceCollection().AddTradingData(trading => trading.UseSqlServer(ConnectionString).ProtectKeys(Ring))
            .BuildServiceProvider();

        services.GetRequiredService<TradingDatabase>().Provider.Name.Should().Be("SQL Server");
        using var context = services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContext();
        context.Database.ProviderName.Should().Be("Microsoft.EntityFrameworkCore.SqlServer");
        context.Database.CreateExecutionStrategy().RetriesOnFailure.Should().BeFalse();
    }

    [Test]
    public void SQL_Server_is_chosen_from_the_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["TradingData:Provider"] = "SqlServer",
            ["TradingData:ConnectionString"] = ConnectionString,
            ["TradingData:KeyRing:Directory"] = _folder.FullName,
        }).Build();
        using var services = new ServiceCollection().AddTradingData(configuration).BuildServiceProvider();

        services.GetRequiredService<TradingDatabase>().Provider.Should().BeOfType<SqlServerTradingProvider>();
    }

    [Test]
    public void EF_retries_if_told_to()
    {
        using var services = new ServiceCollection()
            .AddTradingData(trading => trading.UseSqlServer(ConnectionString, new SqlServerOptions { MaxRetries = 3 }).ProtectKeys(Ring))
            .BuildServiceProvider();

        using var context = services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContext();
        context.Database.CreateExecutionStrategy().RetriesOnFailure.Should().BeTrue();
    }

    [TestCase(-1)]
    [TestCase(21)]
    public void A_number_of_retries_out_of_range_is_refused(int retries) =>
        new SqlServerTradingProvider(ConnectionString, new SqlServerOptions { MaxRetries = retries }).Validate()
            .Should().ContainSingle().Which
            .Should().Contain($"MaxRetries is {retries}; set it between 0 and 20");

    [TestCase("Database=trading", "names no server")]
    [TestCase("Server=offline", "names no database")]
    [TestCase("Server=offline;Pasword=Hidden-17", "cannot be read")]
    [TestCase("Server=offline;Database=trading;Connect Timeout=Hidden-17", "cannot be read")]
    public void A_connection_string_that_cannot_work_is_refused_without_being_told(string connectionString, string problem) =>
        FluentActions.Invoking(() =>
        {
            using var services = new ServiceCollection().AddTradingData(trading => trading.UseSqlServer(connectionString).ProtectKeys(Ring))
                .BuildServiceProvider();
            services.GetRequiredService<TradingDatabase>();
        }).Should().Throw<TradingDataConfigurationException>()
        .Where(
            exception => exception.Message.Contains(problem)
                && exception.Message.Contains("UseSqlServer") | exception.Message.Contains("Database=trading"))
            .And.ToString().Should().NotContain("Hidden-17");

    private void Ring(IDataProtectionBuilder ring) => ring.PersistKeysToFileSystem(_folder);
}
