using System.Security.Cryptography;

using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Benchmarks.Sessions;

/// <summary>
/// A bare <see cref="JsonWebTokenHandler"/> with the right key: no look at the session, and what the handler lets through passes.
/// </summary>
/// <param name="file">The sessions.</param>
/// <param name="tokens">What is validated.</param>
/// <param name="times">How often each.</param>
/// <param name="text">Whether the handler is given the token as text, or as it has been read into an object.</param>
internal sealed class BareHandler(SessionFile file, string[] tokens, int times, bool text)
    : TokenContender($"JsonWebTokenHandler, {(text ? "text" : "JsonWebToken")}", tokens, times)
{
    private readonly JsonWebTokenHandler _handler = new();
    private readonly TokenValidationParameters _parameters = new()
    {
        ValidIssuer = new SessionOptions().Issuer,
        ValidAudience = new SessionOptions().Audience,
        ValidTypes = ["at+jwt"],
        ValidAlgorithms = [file.Algorithm],
        ValidateLifetime = true,
        IssuerSigningKey = KeyOf(file),
    };

    protected override async ValueTask<bool> AcceptsAsync(string token) => (await ValidateAsync(token)).IsValid;

    protected override async ValueTask<(Guid User, Guid Session, DateTimeOffset Expires)> ReadAsync(string token)
    {
        var result = await ValidateAsync(token);
        return result is { IsValid: true, SecurityToken: JsonWebToken read }
            ? (Guid.Parse(read.Subject), Guid.Parse(read.GetClaim("sid").Value), new DateTimeOffset(read.ValidTo))
            : throw new InvalidOperationException("A token was not accepted.", result.Exception);
    }

    private Task<TokenValidationResult> ValidateAsync(string token) =>
        text ? _handler.ValidateTokenAsync(token, _parameters) : _handler.ValidateTokenAsync(new JsonWebToken(token), _parameters);

    private static SecurityKey KeyOf(SessionFile file)
    {
        if (file.Algorithm == SecurityAlgorithms.HmacSha256)
            return new SymmetricSecurityKey(file.Key) { KeyId = file.KeyId };
        var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(file.Key, out _);
        return new ECDsaSecurityKey(ecdsa) { KeyId = file.KeyId };
    }
}
