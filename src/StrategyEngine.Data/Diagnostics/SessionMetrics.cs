using System.Diagnostics.Metrics;

namespace StrategyEngine.Data.Diagnostics;

/// <summary>The instruments of sessions and accounts, on the meter <c>StrategyEngine.Data.Sessions</c>.</summary>
/// <remarks>Names and units follow the OpenTelemetry conventions. No tag names a user, a session or an address.</remarks>
internal static class SessionMetrics
{
    public const string MeterName = "StrategyEngine.Data.Sessions";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> EventCounter =
        Meter.CreateCounter<long>("trading.sessions.events", "{event}", "Entries of the record of authentication, by kind.");

    private static readonly Counter<long> LoginCounter =
        Meter.CreateCounter<long>("trading.sessions.logins", "{login}", "Log-ins, by outcome.");

    private static readonly Counter<long> RefreshCounter =
        Meter.CreateCounter<long>("trading.sessions.refreshes", "{refresh}", "Refreshes, by outcome.");

    private static readonly Counter<long> RejectionCounter =
        Meter.CreateCounter<long>("trading.sessions.rejections", "{token}", "Access tokens that were not accepted, by reason.");

    private static readonly Histogram<double> HashHistogram =
        Meter.CreateHistogram<double>(
            "trading.sessions.password_hash.duration", "s", "Time to hash one password, without the wait for its turn.");

    private static readonly UpDownCounter<long> HashQueueCounter =
        Meter.CreateUpDownCounter<long>("trading.sessions.password_hash.queued", "{hash}", "Passwords that wait to be hashed.");

    /// <summary>Whether anybody counts rejections: their names need not be spelled otherwise.</summary>
    public static bool CountsRejections => RejectionCounter.Enabled;

    public static void Happened(string kind) => Count(EventCounter, "kind", kind);

    public static void LoggedIn(string outcome) => Count(LoginCounter, "outcome", outcome);

    public static void Refreshed(string outcome) => Count(RefreshCounter, "outcome", outcome);

    public static void Rejected(string reason) => Count(RejectionCounter, "reason", reason);

    public static void Hashed(TimeSpan duration) => HashHistogram.Record(duration.TotalSeconds);

    public static void HashQueued(int change) => HashQueueCounter.Add(change);

    private static void Count(Counter<long> counter, string tag, string name) =>
        counter.Add(1, new KeyValuePair<string, object?>(tag, name));
}
