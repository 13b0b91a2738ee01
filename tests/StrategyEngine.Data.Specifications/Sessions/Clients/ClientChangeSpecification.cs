using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>Sessions that change hands.</summary>
public abstract class ClientChangeSpecification<TDatabase> : SessionsSpecification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private static readonly ClientInfo Home = new("203.0.113.7", "Browser/1.0");
    private static readonly ClientInfo Elsewhere = new("198.51.100.4", "Script/9.9");

    [TestCase("203.0.113.250", "Browser/1.0", ClientChange.None)]
    [TestCase("203.0.114.7", "Browser/1.0", ClientChange.Network)]
    [TestCase("203.0.113.7", "Browser/1.1", ClientChange.UserAgent)]
    [TestCase("2001:db8::1", "Script/9.9", ClientChange.Network | ClientChange.UserAgent)]
    [TestCase(null, null, ClientChange.None)]
    [TestCase("not an address", "Browser/1.0", ClientChange.None)]
    public async Task A_refresh_tells_what_changed_and_records_it_once(string? address, string? agent, ClientChange change)
    {
        var sessions = NewNode(options => options.RefreshGracePeriod = TimeSpan.Zero);
        var userId = await AddUserAsync();
        var tokens = await OpenAsync(sessions, userId, client: Home);
        var client = new ClientInfo(address, agent);

        var first = (await sessions.RefreshTokenAsync(tokens.RefreshToken.Reveal(), client)).Should()
            .BeOfType<RefreshResult.Rotated>().Which;
        var second = (await sessions.RefreshTokenAsync(first.Tokens.RefreshToken.Reveal(), client)).Should()
            .BeOfType<RefreshResult.Rotated>().Which;

        first.ClientChange.Should().Be(change);
        second.ClientChange.Should().Be(ClientChange.None, "from now on the session is that client's");
        (await EventsAsync(userId))
            .Count(entry => entry.Kind == AuthenticationEventKind.ClientChanged)
            .Should().Be(change == ClientChange.None ? 0 : 1);
        var listed = (await sessions.ListSessionsAsync(userId)).Single();
        listed.IpAddress.Should().Be(change == ClientChange.None ? "203.0.113.7" : address);
        listed.UserAgent.Should().Be(change == ClientChange.None ? "Browser/1.0" : agent);
    }

    [Test]
    public async Task Within_the_grace_period_a_spent_token_from_quite_another_client_is_a_reuse()
    {
        var sessions = NewNode();
        var userId = await AddUserAsync();
        var first = await OpenAsync(sessions, userId, client: Home);
        (await sessions.RefreshTokenAsync(first.RefreshToken.Reveal(), Home)).Should().BeOfType<RefreshResult.Rotated>();

        (await sessions.RefreshTokenAsync(first.RefreshToken.Reveal(), Home with { IpAddress = "198.51.100.4" })).Should()
            .BeOfType<RefreshResult.Replayed>("the user moved");
        (await sessions.RefreshTokenAsync(first.RefreshToken.Reveal(), new ClientInfo("198.51.100.4"))).Should()
            .Be(new RefreshResult.ReuseDetected(first.SessionId, ReuseCause.OtherClient), "saying nothing of oneself does not help");

        (await FindAsync(first.SessionId))!.RevokeReason.Should().Be(SessionRevocation.TokenReused);
        (await EventsAsync(userId)).Should().Contain((AuthenticationEventKind.RefreshTokenReused, "other_client"));
    }

    [Test]
    public async Task A_session_that_knew_no_client_belongs_to_the_first_that_refreshes_it()
    {
        var sessions = NewNode(options => options.RefreshGracePeriod = TimeSpan.Zero);
        var userId = await AddUserAsync();
        var tokens = await OpenAsync(sessions, userId, client: new ClientInfo());

        var first = (await sessions.RefreshTokenAsync(tokens.RefreshToken.Reveal(), Home)).Should().BeOfType<RefreshResult.Rotated>().Which;
        var second = (await sessions.RefreshTokenAsync(first.Tokens.RefreshToken.Reveal(), Elsewhere)).Should()
            .BeOfType<RefreshResult.Rotated>().Which;

        first.ClientChange.Should().Be(ClientChange.None);
        second.ClientChange.Should().Be(ClientChange.Network | ClientChange.UserAgent);
    }

    [Test]
    public async Task A_validation_that_is_told_the_client_notices_a_change()
    {
        var sessions = NewNode();
        var tokens = await OpenAsync(sessions, await AddUserAsync(), client: Home);
        var token = tokens.AccessToken.Reveal();

        foreach (var freshness in new[] { TokenFreshness.Cached, TokenFreshness.Strict })
        {
            (await sessions.ValidateTokenAsync(token, freshness, Elsewhere)).Should()
                .BeOfType<ValidationResult.Valid>().Which.ClientChange.Should().Be(ClientChange.Network | ClientChange.UserAgent);
            (await sessions.ValidateTokenAsync(token, freshness, Home)).Should()
                .BeOfType<ValidationResult.Valid>().Which.ClientChange.Should().Be(ClientChange.None);
            (await sessions.ValidateTokenAsync(token, freshness))
                .Should().BeOfType<ValidationResult.Valid>().Which.ClientChange.Should()
                .Be(ClientChange.None);
        }

        (await sessions.ValidateTokenAsync(token, TokenFreshness.Stateless, Elsewhere)).Should()
            .BeOfType<ValidationResult.Valid>().Which.ClientChange.Should().Be(ClientChange.None);
    }

    [Test]
    public async Task Where_the_options_say_so_a_change_ends_the_session()
    {
        var userId = await AddUserAsync();
        var bound = NewNode(options => options.EndSessionOnClientChange = ClientChange.Network);
        var (one, two, three) = (await OpenAsync(bound, userId, client: Home), await OpenAsync(bound, userId, client: Home),
            await OpenAsync(bound, userId, client: Home));

        (await bound.RefreshTokenAsync(one.RefreshToken.Reveal(), Home with { UserAgent = "Browser/2.0" })).Should()
            .BeOfType<RefreshResult.Rotated>("that may change");
        (await bound.RefreshTokenAsync(two.RefreshToken.Reveal(), Elsewhere)).Should()
            .Be(new RefreshResult.Invalid(RefreshRejection.ClientChanged));
        (await bound.ValidateTokenAsync(three.AccessToken.Reveal(), TokenFreshness.Cached, Elsewhere)).Should()
            .Be(new ValidationResult.Rejected(TokenRejection.ClientChanged));

        foreach (var ended in new[] { two, three })
        {
            (await FindAsync(ended.SessionId))!.RevokeReason.Should().Be(SessionRevocation.ClientChanged);
            (await RejectionAsync(bound, ended)).Should().Be(TokenRejection.SessionRevoked);
        }
    }
}
