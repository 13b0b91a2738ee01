using FluentAssertions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption.KeyRings;

/// <summary>A ring in clear: warned of at every start, refused in production.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class UnprotectedKeyRingTests : IDisposable
{
    private readonly KeyRingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestCase(null)]
    [TestCase("Development")]
    [TestCase("Staging")]
    public async Task It_warns_once_at_every_start_and_says_what_to_call(string? environment)
    {
        for (var start = 1; start <= 2; start++)
        {
            await using var services = _folder.Start(environment: environment);
            await _folder.WriteUserAsync(services, $"user{start}@example.com");

            _folder.Log.Warnings.Should()
                .HaveCount(start).And.OnlyContain(warning => warning.StartsWith("1040 ") && warning.Contains("ProtectKeysWithSecret"));
        }
    }

    [Test]
    public void In_production_it_is_refused_and_no_key_is_made()
    {
        _folder.Problems(environment: "Production").Should().ContainSingle().Which
            .Should().Contain("Production").And.Contain("ProtectKeysWithSecret").And.Contain("AllowUnprotectedKeyRing");
        _folder.Snapshot().Should().BeEmpty();
    }

    [Test]
    public void In_production_it_may_be_allowed_and_warns_still()
    {
        _folder.Problems(environment: "Production", configure: trading => trading.AllowUnprotectedKeyRing()).Should().BeEmpty();

        _folder.Log.Warnings.Should().ContainSingle().Which.Should().StartWith("1040 ");
    }

    [Test]
    public async Task A_host_is_in_production_unless_it_is_told_otherwise()
    {
        using var unsafeHost = Build(new HostApplicationBuilderSettings { EnvironmentName = Environments.Production }, _ => { });
        using var safeHost = Build(
            new HostApplicationBuilderSettings { EnvironmentName = Environments.Production },
            ring => ring.ProtectKeysWithSecret(_folder.Variable()));

        (await unsafeHost.Awaiting(host => host.StartAsync()).Should().ThrowAsync<TradingDataConfigurationException>()).Which.Message
            .Should().Contain("AllowUnprotectedKeyRing");
        await safeHost.StartAsync();
        await safeHost.StopAsync();

        IHost Build(HostApplicationBuilderSettings settings, Action<IDataProtectionBuilder> protect)
        {
            var builder = Host.CreateApplicationBuilder(settings);
            builder.Services.AddTradingData(
                trading =>
                    trading.UseSqlite(_folder.ConnectionString).ProtectKeys(ring => protect(ring.PersistKeysToFileSystem(_folder.Ring))));
            return builder.Build();
        }
    }

    [TestCase("DOTNET_ENVIRONMENT", "Production", true)]
    [TestCase("ASPNETCORE_ENVIRONMENT", "production", true)]
    [TestCase("DOTNET_ENVIRONMENT", "Staging", false)]
    [TestCase("OTHER", "Production", false)]
    public void Without_a_host_the_variables_of_hosts_decide(string name, string value, bool isProduction) =>
        ProductionEnvironment.Is(null, variable => variable == name ? value : null).Should().Be(isProduction);

    [Test]
    public void A_host_decides_before_the_variables() =>
        ProductionEnvironment.Is(
            Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = "Development" }).Environment,
            _ => "Production").Should().BeFalse();

    [Test]
    public async Task Keys_in_clear_from_before_are_counted_refused_in_production_and_protected_by_one_call()
    {
        var secret = _folder.Variable();
        await using (var first = _folder.Start())
            await _folder.WriteUserAsync(first, "ada@example.com");
        File.ReadAllText(_folder.Ring.EnumerateFiles().Single().FullName).Should()
            .Contain("masterKey", "the search below must find what it looks for");

        _folder.Problems(ring => ring.ProtectKeysWithSecret(secret), "Production").Should().ContainSingle().Which
            .Should().StartWith("1 keys").And.Contain("ReprotectAsync").And.Contain("AllowUnprotectedKeyRing");
        await using (var services = _folder.Start(
            ring => ring.ProtectKeysWithSecret(secret), "Production", trading => trading.AllowUnprotectedKeyRing()))
        {
            var ring = services.GetRequiredService<KeyRing>();
            _folder.Log.Warnings.Should().HaveCount(2).And.Contain(warning => warning.StartsWith("1041 1 keys"));
            ring.GetKeys().Should().ContainSingle().Which.IsProtected.Should().BeFalse();
            await ring.ReprotectAsync();
            ring.GetKeys().Should().ContainSingle().Which.IsProtected.Should().BeTrue();
        }

        _folder.Ring.EnumerateFiles().Should()
            .ContainSingle().And.OnlyContain(file => !File.ReadAllText(file.FullName).Contains("masterKey"));
        await using var last = _folder.Start(ring => ring.ProtectKeysWithSecret(secret), "Production");
        (await _folder.ReadEmailsAsync(last)).Should().Equal("ada@example.com");
    }

    [Test]
    public async Task Even_at_the_lowest_level_nothing_logs_a_key()
    {
        await using (var first = _folder.Start())
            await _folder.WriteUserAsync(first, "ada@example.com");
        var stored = File.ReadAllText(_folder.Ring.EnumerateFiles().Single().FullName);
        var key = System.Xml.Linq.XElement.Parse(stored).Descendants("value").Single().Value;
        File.WriteAllText(_folder.Ring.EnumerateFiles().Single().FullName, stored.Replace("AES_256_CBC", "UNKNOWN"));

        _folder.Problems().Should().ContainSingle().Which.Should().Contain("cannot be opened");

        _folder.Log.Text.Contains("An exception occurred while processing the key element").Should().BeTrue("the failure itself is logged");
        _folder.Log.Text.Contains(key).Should().BeFalse("the key is not");
    }
}
