namespace SalesOps.Console.Shell;

/// <summary>What <c>/sign-in</c> posts.</summary>
public sealed class SignInForm
{
    public string? Email { get; set; }
    public string? Password { get; set; }
}

/// <summary>What <c>/account</c> posts to change the password.</summary>
public sealed class PasswordForm
{
    public string? Current { get; set; }
    public string? Password { get; set; }
    public string? PasswordAgain { get; set; }
}

/// <summary>What <c>/setup</c> and <c>/invite</c> post; an invited person has a name and an address already.</summary>
public sealed class NewAccountForm
{
    public string? Name { get; set; }
    public string? Email { get; set; }
    public string? Password { get; set; }
    public string? PasswordAgain { get; set; }
}
