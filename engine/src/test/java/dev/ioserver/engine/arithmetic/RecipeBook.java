package dev.ioserver.engine.arithmetic;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ioserver.engine.api.DatagramCounters;
import dev.ioserver.engine.api.PortTotals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known of methods, by their names. */
final class RecipeBook {

  private final Map<String, List<Recipe>> all = new LinkedHashMap<>();

  /** The names of all methods that something is known of. */
  Set<String> names() {
    return Set.copyOf(all.keySet());
  }

  /** What is known of a method, or null. */
  List<Recipe> of(String name) {
    return all.get(name);
  }

  void add(String name, Recipe recipe) {
    all.computeIfAbsent(name, _ -> new ArrayList<>()).add(recipe);
  }

  /** A record that carries numbers and computes nothing. */
  void addCarrier(Class<?> type) {
    add(NumberMethods.constructor(type), carrier(type));
  }

  private static Recipe carrier(Class<?> carrying) {
    Class<?>[] types = carrying.getDeclaredConstructors()[0].getParameterTypes();
    Object[] usual = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      Class<?> type = types[i];
      if (type == long.class) {
        usual[i] = 1L;
      } else if (type == String.class) {
        usual[i] = "";
      } else if (type == Duration.class) {
        usual[i] = Duration.ZERO;
      } else {
        usual[i] = type == PortTotals.class ? PortTotals.NONE : DatagramCounters.NONE;
      }
    }
    return Recipe.of(null, usual).then((made, _) -> assertFalse(made.toString().isEmpty()));
  }
}
