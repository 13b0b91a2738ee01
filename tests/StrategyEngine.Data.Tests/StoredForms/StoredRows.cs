using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace StrategyEngine.Data.Tests.StoredForms;

/// <summary>
/// Two tables as they were stored, mapped by hand: what is encrypted opens by its stable names, whatever becomes of the trading model.
/// </summary>
internal sealed class StoredRows(DbContextOptions<StoredRows> options) : DbContext(options)
{
    public DbSet<StoredUser> Users => Set<StoredUser>();

    public DbSet<StoredCredential> Credentials => Set<StoredCredential>();

    // Ids and instants as the trading model keeps them on SQLite; the tables of the data keys have both.
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Guid>().HaveConversion<BigEndian>();
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<StoredUser>(user =>
        {
            user.ToTable("users");
            user.Property(row => row.Id).HasColumnName("id");
            user.Property(row => row.Email).HasColumnName("email");
            user.Property<string>("EmailIndex").HasColumnName("email_index");
            user.Property(row => row.TotpSecret).HasColumnName("totp_secret");
        });
        modelBuilder.Entity<StoredCredential>(credential =>
        {
            credential.ToTable("exchange_credentials");
            credential.Property(row => row.Id).HasColumnName("id");
            credential.Property(row => row.ApiKey).HasColumnName("api_key");
            credential.Property(row => row.ApiSecret).HasColumnName("api_secret");
            credential.Property(row => row.Passphrase).HasColumnName("passphrase");
        });
    }

    private sealed class BigEndian() : ValueConverter<Guid, byte[]>(id => id.ToByteArray(true), bytes => new Guid(bytes, true));

    private sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
        instant => instant.ToUnixTimeMilliseconds(), milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
