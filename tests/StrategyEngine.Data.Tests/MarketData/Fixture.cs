namespace StrategyEngine.Data.Tests.MarketData;

/// <summary>The files beside these tests.</summary>
internal static class Fixture
{
    public static string BybitMinutes => PathOf("bybit-btcusdt-1m-20221213.csv");

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "MarketData", "Fixtures", name);

    public static byte[] Read(string name) => File.ReadAllBytes(PathOf(name));
}
