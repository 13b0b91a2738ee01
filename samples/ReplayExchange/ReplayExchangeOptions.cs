namespace ReplayExchange;

/// <summary>What a <see cref="ReplayExchangeServer"/> replays, and how.</summary>
public sealed class ReplayExchangeOptions
{
    /// <summary>The recorded markets.</summary>
    public required IReadOnlyList<ReplayMarket> Markets { get; init; }

    /// <summary>How much faster than the recording time runs: 60 makes a minute a second. Infinity sends as fast as it can.</summary>
    /// <value>Above zero. Default: 60.</value>
    public double Speed { get; init; } = 60;

    /// <summary>Open states of each bar that are sent before the closing one.</summary>
    /// <value>0 or more. Default: 3.</value>
    public int OpenStatesPerBar { get; init; } = 3;

    /// <summary>Bars of the first market that have already passed when the replay begins; REST knows them.</summary>
    /// <value>0 or more. Default: 0.</value>
    public int BarsBefore { get; init; }

    /// <summary>Whether the replay waits for the first stream connection. Afterwards it goes on whether anybody listens or not.</summary>
    /// <value>Default: true.</value>
    public bool WaitForConnection { get; init; } = true;

    /// <summary>When the streams are down.</summary>
    /// <value>Default: never.</value>
    public IReadOnlyList<ReplayOutage> Outages { get; init; } = [];

    /// <summary>Paces the replay.</summary>
    /// <value>Default: the system's clock.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
