// Tells the server that this draft is on the screen, and shows who else has it open. Without it, the form shows who was there when it opened.
{
  const form = document.getElementById("presence");
  const others = document.getElementById("others");

  const tell = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return;
      const text = (await answer.json()).others.join(" ");
      if (others.textContent.trim() !== text) others.textContent = text;
    } catch {
      // Without a connection nothing is told; the next round tries again.
    }
  };

  if (form && others) {
    tell();
    setInterval(tell, 45000);
  }
}
