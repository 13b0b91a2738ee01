using System.Text;

using TradingConsole.Commands;

Console.OutputEncoding = Encoding.UTF8;
return await CommandLine.RunAsync(args);
