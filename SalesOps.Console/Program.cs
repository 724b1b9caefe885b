using SalesOps.Console.Shell;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(o => o.AddServerHeader = false);
builder.Services.AddShell();
var app = builder.Build();
app.UseShell();
app.MapShell();
app.Run();

public partial class Program;
