namespace ReplayExchange;

/// <summary>A time during which the streams are down: connections are dropped, new ones refused, and the market goes on.</summary>
/// <param name="AtBar">The bar, counted over the first market, before whose first state the connections are dropped.</param>
/// <param name="Bars">How many bars pass before connections are accepted again; 0 drops them only.</param>
public sealed record ReplayOutage(int AtBar, int Bars);
