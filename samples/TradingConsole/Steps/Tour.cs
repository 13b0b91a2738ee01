using Spectre.Console;

using TradingConsole.Backtesting;
using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>The whole library once, in eleven steps. It may be run again on the same database: every step runs again.</summary>
internal sealed class Tour(
    MigrateStep migrate,
    RegisterStep register,
    StoreApiKeysStep storeApiKeys,
    RevealApiKeyStep revealApiKey,
    ImportStep import,
    BacktestStep backtest,
    ReportStep report,
    RotateKeysStep rotateKeys,
    SessionsStep sessions,
    ServiceCredentialStep serviceCredential,
    ListEventsStep listEvents,
    StreamStep stream,
    IAnsiConsole console,
    TimeProvider timeProvider)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        console.WriteHeading("1 Schema: migrate");
        await migrate.RunAsync(cancellationToken);

        console.WriteHeading("2 Account: register, enrol two-factor, log in");
        var session = await register.RunAsync(cancellationToken);

        console.WriteHeading("3 Secrets: store exchange API keys, reveal one");
        var credentialId = await storeApiKeys.RunAsync(session.UserId, cancellationToken);
        await revealApiKey.RunAsync(session, credentialId, cancellationToken);

        console.WriteHeading("4 History: import candles");
        await import.RunAsync(cancellationToken);

        console.WriteHeading("5 Back-test: moving-average crossover");
        var result = await backtest.RunAsync(BacktestRequest.OfTheTour, cancellationToken);

        console.WriteHeading("6 Performance: metrics and picture");
        report.Run(result);

        console.WriteHeading("7 Keys: rotate and re-encrypt");
        await rotateKeys.RunAsync(credentialId, cancellationToken);

        console.WriteHeading("8 Sessions: list, refresh, revoke");
        await sessions.RunAsync(session, cancellationToken);

        console.WriteHeading("9 Bot: a credential of its own");
        await serviceCredential.RunAsync(session.UserId, cancellationToken);

        console.WriteHeading("10 Record: the last events of the account");
        await listEvents.RunAsync(DemoAccount.Username, cancellationToken);

        console.WriteHeading("11 Live: stream an hour of minutes");
        await stream.RunAsync(cancellationToken);

        console.WriteHeading("Done");
        console.MarkupLineInterpolated(
            $"All eleven steps in {timeProvider.GetElapsedTime(started).TotalSeconds:0.0} s. Run it again: it takes up what is there. See also --help.");
    }
}
