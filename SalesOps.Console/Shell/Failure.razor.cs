using System.Security.Cryptography;
using Microsoft.AspNetCore.Components;

namespace SalesOps.Console.Shell;

public sealed partial class Failure
{
    private string _reference = "";

    [Inject] public required ILogger<Failure> Log { get; init; }

    protected override Task OnErrorAsync(Exception exception)
    {
        _reference = RandomNumberGenerator.GetHexString(8, lowercase: true);
        Log.LogError(exception, "A part of the page failed, reference {Reference}", _reference);
        return Task.CompletedTask;
    }
}
