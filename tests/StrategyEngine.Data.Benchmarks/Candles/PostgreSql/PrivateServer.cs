using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

using Npgsql;

using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Candles.PostgreSql;

/// <summary>
/// A private PostgreSQL server on a loopback port of its own, as durable as one in production; gone with its data when disposed.
/// </summary>
/// <remarks>
/// A shell beside it ends it together with the process that started it. It vacuums nothing by itself, and checkpoints when it is told to,
/// so that rounds are alike.
/// </remarks>
internal sealed class PrivateServer : IDisposable
{
    private const string SuperUser = "candle_ratio";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly string _folder;
    private readonly string[] _command;
    private Process _process;

    private PrivateServer(string folder, string[] command, string connectionString) =>
        (_folder, _command, _process, ConnectionString) = (folder, command, Start(command), connectionString);

    /// <summary>How to connect as the superuser.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts it.</summary>
    /// <exception cref="LineSkippedException">The machine has no PostgreSQL.</exception>
    public static async Task<PrivateServer> StartAsync()
    {
        var binaries = FindBinaries()
            ?? throw new LineSkippedException(
                "PostgreSQL is not installed (initdb and postgres are neither under /usr/lib/postgresql nor on the path).");
        var folder = Directory.CreateTempSubdirectory("candle-ratio-postgres-").FullName;
        try
        {
            return await StartAsync(binaries, folder);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>Stops it, with a checkpoint, and starts it again on the same port and data.</summary>
    public async Task RestartAsync()
    {
        Stop();
        _process = Start(_command);
        await WaitUntilReadyAsync();
    }

    public void Dispose()
    {
        Stop();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<PrivateServer> StartAsync(string binaries, string folder)
    {
        string[] asUser = [];
        if (Environment.IsPrivilegedProcess)
        {
            // PostgreSQL refuses to run as root.
            var users = File.ReadLines("/etc/passwd").Select(line => line.Split(':'))
                .ToLookup(fields => fields[0], fields => (Id: fields[2], Group: fields[3]));
            if (!users.Contains("postgres") && !users.Contains("nobody"))
                throw new LineSkippedException("PostgreSQL refuses to run as root, and there is neither a user 'postgres' nor 'nobody'.");
            var (id, group) = users[users.Contains("postgres") ? "postgres" : "nobody"].First();
            Run("chown", id, folder);
            asUser = ["setpriv", $"--reuid={id}", $"--regid={group}", "--clear-groups"];
        }

        var (data, password, passwordFile) = (Path.Combine(folder, "data"), Guid.CreateVersion7().ToString("N"),
            Path.Combine(folder, "password"));
        await File.WriteAllTextAsync(passwordFile, password);
        Run([
            .. asUser, Path.Combine(binaries, "initdb"), "--pgdata", data, "--username", SuperUser, "--pwfile", passwordFile, "--auth",
            "scram-sha-256", "--encoding", "UTF8", "--no-locale",
        ]);

        var port = FreePort().ToString(CultureInfo.InvariantCulture);
        string[] command =
        [
            "/bin/sh", "-c", "exec 3<&0; (read -r _ <&3; kill -INT $$) & exec \"$@\" 3<&- </dev/null >/dev/null 2>&1", "postgres",
            .. asUser, Path.Combine(binaries, "postgres"), "-D", data, "-p", port, "-h", "127.0.0.1", "-k", folder,
            "-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "full_page_writes=on",
            "-c", "shared_buffers=512MB", "-c", "max_wal_size=8GB", "-c", "checkpoint_timeout=1h", "-c", "autovacuum=off",
        ];
        var server = new PrivateServer(
            folder, command, $"Host=127.0.0.1;Port={port};Username={SuperUser};Password={password};Database=postgres");
        await server.WaitUntilReadyAsync();
        return server;
    }

    private void Stop()
    {
        // The end of its input is what the shell beside it waits for.
        _process.StandardInput.Close();
        if (!_process.WaitForExit(Patience))
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task WaitUntilReadyAsync()
    {
        for (var started = Stopwatch.GetTimestamp(); ; await Task.Delay(20))
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException exception)
            {
                if (!_process.HasExited && Stopwatch.GetElapsedTime(started) < Patience)
                    continue;
                _process.Kill(entireProcessTree: true);
                throw new InvalidOperationException("PostgreSQL did not start.", exception);
            }
        }
    }

    private static string? FindBinaries()
    {
        const string packaged = "/usr/lib/postgresql";
        var versions = Directory.Exists(packaged)
            ? Directory.GetDirectories(packaged).OrderByDescending(Version).Select(folder => Path.Combine(folder, "bin"))
            : [];
        return versions.Concat(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));

        static int Version(string folder) =>
            int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Run(params string[] command)
    {
        using var process = Start(command);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}: {output.GetAwaiter().GetResult()}{errors}");
    }

    private static Process Start(string[] command) => Process.Start(new ProcessStartInfo(command[0], command[1..])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = Path.GetTempPath(),
    })!;
}
