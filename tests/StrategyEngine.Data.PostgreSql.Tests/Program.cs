using StrategyEngine.Data.Specifications;

return await TestProcess.RunAsync(args);
