using NUnit.Framework;

using StrategyEngine.Data.Specifications.Servers;

namespace StrategyEngine.Data.PostgreSql.Tests;

/// <summary>
/// The server of all tests: that of <c>TRADING_TEST_POSTGRES</c>, a connection string of a superuser, or else a private one.
/// </summary>
/// <remarks>Where there is neither, every test is skipped, or with <c>TRADING_TEST_REQUIRE=1</c> fails.</remarks>
[SetUpFixture]
public sealed class PostgreSqlTestServer
{
    private const string Variable = "TRADING_TEST_POSTGRES", Require = "TRADING_TEST_REQUIRE";

    private PostgreSqlServer? _server;

    /// <summary>How to connect, without a database.</summary>
    public static string ConnectionString =>
        Environment.GetEnvironmentVariable(Variable)
            ?? throw new InvalidOperationException($"There is no PostgreSQL server. Set {Variable}, or install postgresql.");

    [OneTimeSetUp]
    public void Start()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 })
            return;
        _server = PostgreSqlServer.TryStart();
        if (_server is not null)
            Environment.SetEnvironmentVariable(Variable, _server.ConnectionString); // for the processes that tests start, too
        else if (Environment.GetEnvironmentVariable(Require) == "1")
            Assert.Fail($"PostgreSQL is required by {Require}, and is neither installed nor named by {Variable}.");
        else
            Assert.Ignore($"PostgreSQL is neither installed nor named by {Variable}.");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await TemplateDatabase.DropAsync();
        if (_server is null)
            return;
        Environment.SetEnvironmentVariable(Variable, null);
        _server.Dispose();
    }
}
