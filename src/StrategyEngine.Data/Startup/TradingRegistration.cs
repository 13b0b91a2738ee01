using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data;

/// <summary>What the calls of <c>AddTradingData</c> for one database chose; checked and built when it is first resolved.</summary>
internal sealed class TradingRegistration(string? name)
{
    public string? Name { get; } = name;

    public TradingProvider? Provider { get; set; }

    /// <summary>Whether two calls chose different databases.</summary>
    public bool IsContradictory { get; private set; }

    public Action<IDataProtectionBuilder>? KeyRing { get; set; }

    public bool AllowUnprotectedKeyRing { get; set; }

    public bool MigrateOnStart { get; set; }

    public SessionOptions Sessions { get; } = new();

    public AccountOptions Accounts { get; } = new();

    public Func<IServiceProvider, DbContext> ContextFactory { get; set; } = _ => throw new InvalidOperationException();

    /// <summary>Whether the context holds the trading model, or only a host's own encrypted entities.</summary>
    public bool HoldsTradingModel { get; init; } = true;

    /// <summary>Checks of the options and what else was added; each yields the sentences of its problems.</summary>
    public List<Func<IEnumerable<string>>> Checks { get; } = [];

    /// <summary>Lets one call of <c>AddTradingData</c> choose; within it the last choice of a database wins.</summary>
    public void Choose(Action configure)
    {
        var former = Provider;
        Provider = null;
        configure();
        if (Provider is null)
            Provider = former;
        else if (former is not null && !Provider.IsSameDatabase(former))
            IsContradictory = true;
    }

    public TradingDatabase Build(IServiceProvider services)
    {
        var problems = new List<string>();
        if (Provider is null)
        {
            problems.Add(
                "No database is chosen. Call UseSqlite(\"Data Source=trading.db\") of the package StrategyEngine.Data.Sqlite, or another "
                + "provider's method, inside AddTradingData.");
        }
        else
        {
            problems.AddRange(Provider.Validate());
        }

        if (IsContradictory)
        {
            problems.Add(
                (Name is null ? "Two calls of AddTradingData choose different databases without a name. " : "Two calls of AddTradingData "
                    + $"choose different databases under the name {Name}. ")
                + "Give each further database a name of its own with AddTradingData(\"name\", …), or choose the same one in both.");
        }

        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var ring = KeyRingFactory.Build(this, services, time, problems);
        problems.AddRange(Checks.SelectMany(check => check()));
        problems.AddRange(Failures(Sessions, "ConfigureSessions"));
        problems.AddRange(Failures(Accounts, "ConfigureAccounts"));
        if (problems.Count > 0)
        {
            ring?.Services.Dispose();
            throw new TradingDataConfigurationException(problems);
        }

        var loggers = services.GetService<ILoggerFactory>();
        return new TradingDatabase(
            Name,
            Provider!,
            database => new DataKeyRing(
                ring!.Value.Ring.Protection, database.CreateContext, time, ring.Value.Ring.KeyManager, loggers)
            {
                Dialect = Provider!.Encryption,
            },
            () => ContextFactory(services),
            time,
            ring!.Value.Ring,
            ring.Value.Services,
            HoldsTradingModel);
    }

    private static IEnumerable<string> Failures(IRangedOptions options, string repair) =>
        OptionRanges.Find(options).Select(failure => $"{failure} Set it with {repair} inside AddTradingData.");
}
