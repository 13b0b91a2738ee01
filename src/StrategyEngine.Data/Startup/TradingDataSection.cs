using System.Reflection;

using Microsoft.Extensions.Configuration;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data;

/// <summary>Reads the configuration section <c>TradingData</c>.</summary>
internal static class TradingDataSection
{
    public const string Name = "TradingData";

    private static readonly string[] Known = ["Provider", "ConnectionString", "KeyRing", "MigrateOnStart", "Sessions", "Accounts"];

    public static void Apply(IConfigurationSection section, TradingDataBuilder trading)
    {
        var problems = new List<string>();
        trading.Registration.Checks.Add(() => problems);
        if (!section.Exists())
        {
            problems.Add(
                $"The configuration has no section {Name}. Add it with Provider, ConnectionString and KeyRing:Directory, or call "
                + $"AddTradingData(trading => …).");
            return;
        }

        problems.AddRange(section.GetChildren().Select(child => child.Key).Except(Known, StringComparer.OrdinalIgnoreCase)
            .Select(key => $"{Name}:{key} is not a setting. The settings are {string.Join(", ", Known)}."));
        if (section["Provider"] is { Length: > 0 } provider)
            ChooseProvider(provider, section["ConnectionString"], trading, problems);
        KeyRingSection.Apply(section.GetSection("KeyRing"), trading, problems);
        Bind(section.GetSection("Sessions"), trading.Registration.Sessions, problems);
        Bind(section.GetSection("Accounts"), trading.Registration.Accounts, problems);
        if (section["MigrateOnStart"] is { Length: > 0 } migrate)
        {
            if (bool.TryParse(migrate, out var enabled))
                trading.MigrateOnStart(enabled);
            else
                problems.Add($"{Name}:MigrateOnStart must be true or false.");
        }
    }

    private static void Bind(IConfigurationSection section, object options, List<string> problems)
    {
        try
        {
            section.Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException exception)
        {
            problems.Add($"{section.Path} cannot be read: {exception.Message}");
        }
    }

    private static void ChooseProvider(string name, string? connectionString, TradingDataBuilder trading, List<string> problems)
    {
        if (connectionString is not { Length: > 0 })
        {
            problems.Add($"{Name}:ConnectionString is missing. Set it beside {Name}:Provider.");
            return;
        }

        var assembly = Find($"StrategyEngine.Data.{name}") ?? Find(name);
        if (assembly?.GetCustomAttribute<TradingProviderAttribute>()?.ProviderType is { } type)
        {
            trading.UseProvider((TradingProvider)Activator.CreateInstance(type, connectionString)!);
        }
        else
        {
            problems.Add(
                $"{Name}:Provider names no provider that can be found. Reference the package StrategyEngine.Data.Sqlite and set Sqlite, "
                + $"or name the assembly of another provider.");
        }
    }

    private static Assembly? Find(string name)
    {
        try
        {
            return Assembly.Load(new AssemblyName(name));
        }
        catch (Exception exception)
            when (exception is FileNotFoundException or FileLoadException or BadImageFormatException or ArgumentException)
        {
            return null;
        }
    }
}
